"""Which files a source means, in what order, and in which format."""

from __future__ import annotations

import glob
import hashlib
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from kpikit.config.tree import place_of
from kpikit.errors import UsageError, did_you_mean, near_file
from kpikit.sources.csv_files import read_csv
from kpikit.sources.ndjson import read_ndjson
from kpikit.sources.parquet import read_parquet
from kpikit.sources.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpikit.config import Config, Files, Source
    from kpikit.sources.raw import Raw
    from kpikit.sources.workbook import Ask

Format = Literal["csv", "ndjson", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".json": "ndjson",
    ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip

UNREAD = (".xls", ".xlsb", ".ods", ".numbers")


class Part(NamedTuple):
    """One file read for one source of a table.

    Attributes:
        path: of the file.
        source: its place among the table's.
        name: the path as shown to people.
        named: our columns that are found in it, with their value for all rows of the file.
    """

    path: Path
    source: int
    name: str
    named: tuple[tuple[str, str | None], ...] = ()


def find_parts(table: str, sources: tuple[Source, ...], root: Path) -> list[Part]:
    """The files of a table, sorted by path, then by the source that reads them.

    Raises:
        UsageError: a pattern matches no file, or a file's path not what is to be found in it.
    """
    parts = [
        Part(path, index, name, _found(name, source, table))
        for index, source in enumerate(sources)
        for path, name in find_files(source, root, of=table)
    ]
    return sorted(parts, key=lambda part: (part.path.as_posix(), part.source))


def find_files(files: Files, root: Path, *, of: str) -> list[tuple[Path, str]]:
    """The files that patterns match, each once, sorted by path, with the path as shown to people.

    Args:
        files: the patterns.
        root: what they are relative to.
        of: what they are for, in messages.

    Raises:
        UsageError: a pattern matches no file.
    """
    paths = set()
    for pattern in files.files:
        matched = _matched(pattern, root)
        if not matched:
            raise UsageError(f"data: {of}: {_unmatched(pattern, root)}")
        paths |= matched
    return [(path, _shown(path, root)) for path in sorted(paths, key=lambda path: path.as_posix())]


def check_files(config: Config) -> None:
    """Refuse patterns of files, of every table and lookup, that match nothing.

    Raises:
        UsageError: naming each, with its line in kpikit.yml.
    """
    lines = []
    for name, sources in config.data.items():
        for index, source in enumerate(sources):
            for at, said in unmatched(source, config.root):
                words = ": ".join(("data", name, *("lookup" for key in at[:1] if key == "lookup")))
                lines.append(f"{place_of(config.file, ('data', name, index, *at))}{words}: {said}")
    if lines:
        raise UsageError("\n".join(lines))


def unmatched(source: Source, root: Path) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The patterns of files, of a source and its lookups, that match nothing.

    Args:
        source: of a table.
        root: what the patterns are relative to.

    Yields:
        The keys that lead to each from those of the source on, and what is wrong with it.
    """
    places: list[tuple[tuple[str, ...], Files]] = [((), source)]
    places += [(("lookup", ours), look) for ours, look in source.lookup.items()]
    for at, files in places:
        for place, pattern in enumerate(files.files):
            if not _matched(pattern, root):
                yield (*at, "files", place), _unmatched(pattern, root)


def _matched(pattern: str, root: Path) -> set[Path]:
    found = glob.glob(pattern, root_dir=root, recursive=True)
    # Excel lays such a file beside a workbook that somebody has open.
    names = (name for name in found if not name.rpartition("/")[2].startswith("~$"))
    return {root / name for name in names if (root / name).is_file()}


def _unmatched(pattern: str, root: Path) -> str:
    """What is wrong with a pattern of files that matches none."""
    said = f"no file matches '{pattern}' in {root}"
    if "://" in pattern:
        return f"{said}: an address is not read; download it first"
    if pattern.startswith("~"):
        return f"{said}: ~ is no folder here; write the whole path"
    if "\\" in pattern:
        return f"{said} - did you mean '{pattern.replace(chr(92), '/')}'?"
    if (root / pattern).is_dir():
        return f"{said}; '{pattern}' is a folder, '{pattern}/*' what is in it"
    head, slash, name = pattern.rpartition("/")
    folder = root / head
    if not folder.is_dir():
        wild = glob.has_magic(head)
        return said if wild else f"{said}; there is no folder '{head}'{_beside(folder)}"
    here = [one.name for one in folder.iterdir() if one.is_file()]
    return said + near_file(name, here).replace("mean '", f"mean '{head}{slash}", 1)


def _beside(folder: Path) -> str:
    """A folder with a name like that of one that is not there."""
    above = folder.parent
    names = [one.name for one in above.iterdir() if one.is_dir()] if above.is_dir() else []
    return did_you_mean(folder.name, names)


def stated_format(path: Path, files: Files) -> Format:
    """The format a file should have: as stated, else by its suffix, `.gz` aside.

    Raises:
        UsageError: neither says.
    """
    if files.format:
        return files.format
    suffix = _suffix(path)
    if suffix in UNREAD:
        raise UsageError(
            f"{path}: {suffix} is not read: save it as .xlsx; if it is text, state format: csv"
        )
    if suffix not in SUFFIXES:
        raise UsageError(
            f"{path}: its name does not tell what it is: state format: csv, ndjson, parquet or xlsx"
        )
    return SUFFIXES[suffix]


def format_of(path: Path, files: Files) -> Format:
    """The format a file has: a workbook is one whatever it is called, else as it should.

    Raises:
        UsageError: nothing says what it should be.
    """
    stated = stated_format(path, files)
    return "xlsx" if stated != "xlsx" and is_workbook(path) else stated


def delimiter_of(path: Path, files: Files) -> str:
    """What separates the fields of a CSV file: as stated, a tab in `.tsv`, else a comma."""
    return files.delimiter or ("\t" if _suffix(path) == ".tsv" else ",")


def read_rows(path: Path, files: Files, ask: Ask) -> Iterator[Raw]:
    """Read a file in its format, in batches of the columns that are wanted.

    Raises:
        UsageError: its format or its sheet is not known.
        DataError: it cannot be read.
    """
    kind = format_of(path, files)
    if files.sheet and kind != "xlsx":
        raise UsageError(f"{path} is no workbook: sheet '{files.sheet}' cannot be read from it")
    if kind == "parquet":
        return read_parquet(path, ask.columns)
    if kind == "ndjson":
        return read_ndjson(path, ask.columns)
    if kind == "xlsx":
        return read_workbook(path, files, ask)
    line = files.header or 1
    return read_csv(path, ask.columns, delimiter=delimiter_of(path, files), header_line=line)


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file as it is stored."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _suffix(path: Path) -> str:
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _found(name: str, source: Source, table: str) -> tuple[tuple[str, str | None], ...]:
    """What the source's pattern finds in the path of a file."""
    if source.from_path is None:
        return ()
    match = re.search(source.from_path, name)
    if match is None:
        raise UsageError(f"data: {table}: from_path '{source.from_path}' is not found in '{name}'")
    return tuple(match.groupdict().items())
