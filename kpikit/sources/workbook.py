"""Excel workbooks: a sheet with a header, every cell as the text it stands for.

Reading all cells as text keeps ids whole: 007 stays 007, and nothing is inferred from the first
rows. Where a source states how its texts write a date or a number, real date and number cells are
told from such texts and come at their own type: they need no rule, and must not be read by it.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from kpikit.errors import DataError, UsageError, did_you_mean
from kpikit.sources.raw import ROW, ZIP, Raw, begins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set
    from pathlib import Path

    from fastexcel import DType, ExcelReader

    from kpikit.config import Files

Cell = Literal["date", "number"]
OLE = b"\xd0\xcf\x11\xe0"
DATE, FORM = r"^\d{4}-\d\d-\d\d ", "%Y-%m-%d %H:%M:%S%.f"  # of a date cell read as text
LONG = r"^-?\d{16,}$"
BOOLEANS = ["true", "false"]
ANY, MARK = "any:", "cell:"  # beside their columns: has the row anything; has the cell its type
# What only cells of a type survive as: durations are read from dates alone, booleans from numbers
# (and booleans), and neither from text.
SURVIVES: dict[Cell, Literal["duration", "boolean"]] = {"date": "duration", "number": "boolean"}


class Ask(NamedTuple):
    """What is wanted from a file.

    Attributes:
        columns: their names of the columns to read.
        table: of ours; a sheet of its name is taken where none is stated.
        cells: the columns in which cells of a type are told from texts.
    """

    columns: Set[str]
    table: str
    cells: Mapping[str, Cell]


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its content, whatever it is called."""
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP)) != ZIP:
                return False
        with zipfile.ZipFile(path) as package:
            return any(name.startswith("xl/") for name in package.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def read_workbook(path: Path, files: Files, ask: Ask) -> Iterator[Raw]:
    """Read a sheet; a row's number is the one Excel shows beside it.

    An error such as #N/A reads as empty.

    Args:
        path: the file.
        files: states the sheet and the row of the names, or leaves them to be found.
        ask: what is wanted.

    Raises:
        UsageError: several sheets could be meant, or the stated one is not there.
        DataError: it is no workbook, broken, or its header cannot be used.
    """
    import fastexcel

    _refuse_foreign(path)
    try:
        reader = fastexcel.read_excel(path)
        sheet = _sheet(reader, files.sheet, path, table=ask.table)
        texts, where = _cells(reader, sheet, "string"), f"{path}: its sheet '{sheet}'"
        header = _header(texts, files.header, where)
        wanted = {place: name for place, name in header.names.items() if name in ask.columns}
        _refuse_twice([*wanted.values()], where)
        marks = [*_marks(reader, sheet, wanted, cells=ask.cells)]
        notes = tuple(_cut(reader, sheet, wanted, texts=texts))
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0].removeprefix("calamine error: ")
        raise DataError(f"{path} is a broken workbook: {reason}") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from None
    rows = texts.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW),
        pl.any_horizontal((pl.all() != "").fill_null(value=False)).alias(ANY),
        *(_shown(pl.nth(place)).alias(name) for place, name in wanted.items()),
        *marks,
    ).filter(pl.col(ROW) > header.row, pl.col(ANY))
    columns = tuple(header.names.values())
    for batch in _by_type(rows.drop(ANY), ask.cells):
        yield Raw(batch, columns, texts.height, typed=bool(marks), notes=notes)


class _Header(NamedTuple):
    """The row the names stand in, counted from 1, and the names by their place in the frame."""

    row: int
    names: dict[int, str]


def _refuse_foreign(path: Path) -> None:
    """Refuse what only its name makes a workbook."""
    head = begins(path, len(ZIP))
    if head.startswith(OLE):
        raise DataError(
            f"{path} is protected by a password or written by an old Excel: save it as .xlsx, "
            "without a password"
        )
    if head != ZIP:
        raise DataError(f"{path} is no Excel workbook: if it is text, state format: csv")


def _sheet(reader: ExcelReader, stated: str | None, path: Path, *, table: str) -> str:
    """The sheet that is stated, else the one of the table's name, else the only one."""
    names = reader.sheet_names
    listed = ", ".join(f"'{name}'" for name in names)
    if stated is not None:
        if stated not in names:
            near = did_you_mean(stated, names)
            raise UsageError(f"{path} has no sheet '{stated}'{near}; it has {listed}")
        return stated
    alike = [name for name in names if name.strip().lower() == table]
    if len(alike) != 1 and len(names) != 1:
        raise UsageError(
            f"{path} has {len(names)} sheets: under data: {table}, state sheet: one of {listed}"
        )
    return (alike or names)[0]


def _cells(
    reader: ExcelReader, sheet: str, kind: DType, *, places: list[int] | None = None
) -> pl.DataFrame:
    """The cells of a sheet from its first row on, read as one type; null where they are not."""
    # Without a header and without rows to skip, blank first rows stay and numbers are the sheet's.
    loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind, use_columns=places)
    return pl.DataFrame(loaded)


def _marks(
    reader: ExcelReader, sheet: str, wanted: Mapping[int, str], *, cells: Mapping[str, Cell]
) -> Iterator[pl.Series]:
    """For columns whose cells are to be told from texts, by type: true where a cell has it."""
    for kind, survivor in SURVIVES.items():
        places = [place for place, name in wanted.items() if cells.get(name) == kind]
        if places:
            found = _cells(reader, sheet, survivor, places=places)
            names = [MARK + wanted[place] for place in places]
            yield from found.select(pl.all().is_not_null()).rename(
                dict(zip(found.columns, names, strict=True))
            )


def _cut(
    reader: ExcelReader, sheet: str, wanted: Mapping[int, str], *, texts: pl.DataFrame
) -> Iterator[str]:
    """Columns of whole numbers with more digits than Excel keeps of a number."""
    long = texts.select(pl.all().str.contains(LONG).any()).row(0)
    places = [place for place in wanted if long[place]]
    numbers = _cells(reader, sheet, SURVIVES["number"], places=places) if places else texts.clear()
    for place, cells in zip(places, numbers.iter_columns(), strict=False):
        if (cells.is_not_null() & texts[:, place].str.contains(LONG)).any():
            yield f"{wanted[place]} holds numbers of which Excel keeps 15 digits: make it text"


def _header(texts: pl.DataFrame, stated: int | None, where: str) -> _Header:
    """The stated row, else the first with anything in it."""
    blank = pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")
    filled = texts.select((~blank).arg_true() + 1).to_series() if texts.width else pl.Series()
    if filled.is_empty():
        raise DataError(f"{where} is empty")
    row = stated or filled[0]
    if row not in filled:
        raise DataError(f"{where} has nothing in row {row}, stated as header")
    names = enumerate(texts.row(row - 1))
    return _Header(row, {place: name.strip() for place, name in names if name and name.strip()})


def _refuse_twice(names: Sequence[str], where: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(f"{where} names {', '.join(twice)} more than once")


def _shown(cell: pl.Expr) -> pl.Expr:
    """A time of day without the day that Excel counts from, which nobody meant."""
    return cell.str.replace(r"^1899-12-3[01] (\d\d:\d\d)", "${1}")


def _by_type(rows: pl.DataFrame, cells: Mapping[str, Cell]) -> Iterator[pl.DataFrame]:
    """Rows as they are where all is text, else in batches in which each column has one type."""
    marks = {}
    for name in (column.removeprefix(MARK) for column in rows.columns if column.startswith(MARK)):
        text = pl.col(name)
        form = text.str.contains(DATE) if cells[name] == "date" else ~text.is_in(BOOLEANS)
        own = rows.select(pl.col(MARK + name) & form.fill_null(value=False)).to_series()
        # An empty cell has any type; let it go with those that have one.
        marks[MARK + name] = own | (rows[name].is_null() & own.any())
    rows = rows.with_columns(**marks)
    for batch in rows.partition_by([*marks]) if marks and len(rows) else [rows]:
        native = [name for name in marks if len(batch) and batch[name].item(0)]
        yield batch.with_columns(
            _native(name, cells[name]) for name in (mark.removeprefix(MARK) for mark in native)
        ).drop(marks)


def _native(name: str, kind: Cell) -> pl.Expr:
    text = pl.col(name)
    return text.str.to_datetime(FORM) if kind == "date" else text.cast(pl.Float64)
