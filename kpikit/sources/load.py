"""One table from its files: read, mapped and checked, its bad rows set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, cast

import polars as pl

from kpikit.errors import DataError
from kpikit.sources import mapping
from kpikit.sources.batch import Batch
from kpikit.sources.check import Setting, check, quarantine
from kpikit.sources.epochs import Odd
from kpikit.sources.files import digest, find_parts, format_of, read_rows, stated_format
from kpikit.sources.frames import broken, derive, gather, join
from kpikit.sources.lookup import read_lookup
from kpikit.sources.parse import as_text
from kpikit.sources.privacy import addressed
from kpikit.sources.raw import FILE, PLACE, ROW, is_blank
from kpikit.sources.seen import Seen, missing
from kpikit.sources.stated import check_source
from kpikit.sources.workbook import Ask
from kpikit.sources.zones import Mixed
from kpikit.tables import FileRead, Table, TableReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.config import Config, Source, TableName
    from kpikit.sources.files import Part
    from kpikit.sources.lookup import Beside
    from kpikit.sources.raw import Raw
    from kpikit.tables import Schema

BATCH = 250_000  # rows checked at a time; small files are checked together
FAULT = {"row": pl.Int64(), "rule": pl.String(), "value": pl.String()}
IGNORED = ("where", "ignore_bots")  # why a row may be left out on request


class Loaded(NamedTuple):
    """A table, what became of its rows, those set aside, and files that cannot be used."""

    table: Table
    report: TableReport
    aside: pl.DataFrame
    unusable: list[str]


def load_table(schema: Schema, config: Config, setting: Setting) -> Loaded:
    """Read a table from all its sources.

    A row's `seq`, where it brings none, is its place: the rows of the files before its own, in
    the order of their paths, and those before it in its file. Rows that two sources read from one
    line keep the order of the sources.

    Args:
        schema: of the table, fitted to the project.
        config: where the sources are, and the bots to leave out.
        setting: the time of the run, the project's zone and currency.

    Raises:
        UsageError: a pattern matches no file, or a mapping names a column nobody has.
        DataError: a file cannot be read.
    """
    sources = config.data[cast("TableName", schema.name)]
    for source in sources:
        check_source(source, schema)
    beside = [
        {ours: read_lookup(each, config.root, table=schema.name) for ours, each in s.lookup.items()}
        for s in sources
    ]
    loading = _Loading(schema, sources, setting, beside, config)
    parts = find_parts(schema.name, sources, config.root)
    for _, same_file in groupby(parts, key=lambda part: part.path):
        loading.read(list(same_file))
    return loading.finish()


@dataclass
class _Loading:
    """A table while it is being read."""

    schema: Schema
    sources: tuple[Source, ...]
    setting: Setting
    beside: Sequence[Mapping[str, Beside]]
    config: Config
    seen: Seen = field(default_factory=Seen)
    files: list[FileRead] = field(default_factory=list)
    place: int = 0
    pending: dict[int, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    nested: dict[int, frozenset[str]] = field(default_factory=lambda: defaultdict(frozenset))
    kept: list[pl.DataFrame] = field(default_factory=list)
    aside: list[pl.DataFrame] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unusable: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    odd: Odd = field(default_factory=Odd)
    mixed: Mixed = field(default_factory=Mixed)

    def read(self, parts: list[Part]) -> None:
        """Read one file for every source that names it."""
        if is_blank(parts[0].path):
            self._blank(parts[0])
            return
        last = rows = 0
        for part in parts:
            rows, columns = 0, dict[str, None]()
            source = self.sources[part.source]
            kind = format_of(part.path, source)
            if kind != stated_format(part.path, source):
                self.notes[f"{part.name} is an Excel workbook and was read as one"] = None
            ask = Ask(mapping.wanted(source, self.schema), self.schema.name, mapping.cells(source))
            ruled = [name for name, kind_of in ask.cells.items() if kind_of == "number"]
            for raw in (each.with_numbers(ruled) for each in read_rows(part.path, source, ask)):
                rows += raw.frame.height + len(raw.faults)
                columns |= dict.fromkeys(raw.columns)
                last = max(last, raw.last)
                self.notes |= dict.fromkeys(f"{part.name}: {note}" for note in raw.notes)
                self._take(raw, part)
            self.seen.note(part.source, columns, keys_vary=kind == "ndjson")
            self.unusable += missing(part.name, columns, source=source, schema=self.schema)
        self.files.append(FileRead(parts[0].name, *digest(parts[0].path), rows))
        self.place += last

    def _blank(self, part: Part) -> None:
        """Take a file without a byte for one without rows, but never for a project's events.

        Raises:
            DataError: the file is one of events.
        """
        if self.schema.name == "events":
            raise DataError(
                f"{part.path} is empty (0 bytes): the export failed or is not finished; without "
                "its events no figure would be right"
            )
        self.notes[f"{part.name} is empty (0 bytes) and was read as a file without rows"] = None
        self.files.append(FileRead(part.name, *digest(part.path), 0))

    def _take(self, raw: Raw, part: Part) -> None:
        """Keep the wanted rows of a batch for checking, with their file and place."""
        index, source = part.source, self.sources[part.source]
        self.counts["read"] += raw.frame.height + len(raw.faults)
        self._fault(raw)
        frame = mapping.select(raw.frame, source)
        self.counts["where"] += raw.frame.height - frame.height
        frame = frame.with_columns(
            pl.lit(len(self.files), dtype=pl.Int64).alias(FILE),
            ((pl.col(ROW) + self.place) * len(self.sources) + index).alias(PLACE),
        )
        # Batches with types of their own may differ in them: each is checked for itself.
        if raw.typed:
            self._flush(index)
        self.nested[index] |= mapping.supplied(raw.nested, source, self.schema)
        named, beside = dict(part.named), self.beside[index]
        ours = mapping.apply(frame, source, self.schema, named=named, beside=beside)
        self.pending[index].append(ours)
        if raw.typed or sum(len(each) for each in self.pending[index]) >= BATCH:
            self._flush(index)

    def _fault(self, raw: Raw) -> None:
        """Set aside the lines of a batch that are no rows."""
        if raw.faults:
            self.counts["quarantined"] += len(raw.faults)
            lines = pl.DataFrame(raw.faults, schema=FAULT, orient="row")
            file = pl.lit(len(self.files), dtype=pl.Int64).alias(FILE)
            self.aside.append(lines.with_columns(file, pl.lit("").alias("column")))

    def _flush(self, index: int) -> None:
        """Check the pending rows of a source."""
        if index not in self.pending:
            return
        written = pl.concat(self.pending.pop(index), how="diagonal")
        ignored = [*self.config.ignore_bots]
        if ignored and "bot_id" in written.columns:
            out = as_text(written["bot_id"]).is_in(ignored).fill_null(value=False)
            self.counts["ignore_bots"] += int(out.sum())
            written = written.filter(~out)
        for name in addressed(written):
            self.notes[f"{name} holds e-mail addresses: state hashed: [{name}]"] = None
        nested, source = self.nested.pop(index), self.sources[index]
        checked = check(written, self.schema, source, nested=nested, setting=self.setting)
        typed, bad = checked.typed, checked.bad
        batch = Batch(typed, written, self.schema, source)
        self.odd.look(batch)
        self.mixed.look(batch)
        if bad is not None:
            self.counts["quarantined"] += int(bad.sum())
            self.aside += quarantine(checked, written)
            typed = typed.filter(~bad)
        self.kept.append(derive(typed, self.schema))

    def finish(self) -> Loaded:
        """Put the batches together: the table, the report and the rows set aside."""
        for index in [*self.pending]:
            self._flush(index)
        frame = join(self.kept, self.schema)
        aside = gather(self.aside, [file.path for file in self.files])
        unknown, contacts = self.seen.left_out(self.sources, self.schema)
        report = TableReport(
            name=self.schema.name,
            files=self._files(),
            read=self.counts["read"],
            kept=sum(batch.height for batch in self.kept),
            quarantined=self.counts["quarantined"],
            ignored={key: self.counts[key] for key in IGNORED if self.counts[key]},
            broken=broken(aside),
            unknown=unknown,
            contacts=contacts,
            notes=(*self.notes, *self.odd.notes(), *self.mixed.notes(), *self._told()),
        )
        table = Table(self.schema.name, frame, self.seen.supplied(self.sources, self.schema))
        file = self.config.file
        self.unusable += self.seen.never_came(self.sources, self.schema, file=file)
        return Loaded(table, report, aside, self.unusable)

    def _files(self) -> tuple[FileRead, ...]:
        """The files of the table, then those its columns were looked up in, each once."""
        looked_up = [file for each in self.beside for one in each.values() for file in one.files]
        own = {file.path for file in self.files}
        beside = {file.path: file for file in looked_up if file.path not in own}
        return (*self.files, *beside.values())

    def _told(self) -> list[str]:
        """What is worth a word about lookups."""
        return [one.note for each in self.beside for one in each.values() if one.note]
