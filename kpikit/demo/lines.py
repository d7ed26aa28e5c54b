"""Event rows as lines of JSON, built column by column: half a million take about a second."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kpikit.demo.draw import Bools, Ints

TIMESTAMP = "%Y-%m-%dT%H:%M:%S%.3fZ"


def moments(values: Ints) -> pl.Series:
    """Instants as UTC timestamps; 0 means none and reads null."""
    series = pl.Series(values, dtype=pl.Int64)
    return series.set(series == 0, None).cast(pl.Datetime("ms"))


def blank(series: pl.Series, mask: Bools) -> pl.Series:
    """The series with nothing where the mask is true."""
    return series.set(pl.Series(mask), None)


def written(values: Ints) -> pl.Series:
    """Instants as ISO 8601 text; 0 means none and reads null."""
    return moments(values).dt.strftime(TIMESTAMP)


def ids(prefix: str, numbers: Ints, *, width: int = 6) -> pl.Series:
    """Numbers as ids such as u000042; negative numbers read null."""
    series = pl.Series(numbers, dtype=pl.Int64)
    text = prefix + series.cast(pl.String).str.zfill(width)
    return text.set(series < 0, None)


def named(names: Iterable[str | None], places: Ints) -> pl.Series:
    """The names at these places of a short list."""
    return pl.Series(list(names), dtype=pl.String).gather(places)


def rows(event: str, *, ts: Ints, chat: Ints, fields: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Rows of one event: when, in which conversation, and the rest as JSON.

    Args:
        event: the event's name.
        ts: instants.
        chat: the conversation of each, -1 for none.
        fields: text, number or boolean columns; null leaves the key out. Text must be escaped.
    """
    parts = [
        pl.concat_str(pl.lit(f',"{name}":'), _quoted(name, series.dtype)).fill_null("")
        for name, series in fields.items()
    ]
    frame = pl.DataFrame({"ts": ts, "chat": chat} | dict(fields))
    return frame.select(
        "ts", "chat", event=pl.lit(event), rest=pl.concat_str(parts) if parts else pl.lit("")
    )


def _quoted(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column as a JSON value."""
    if dtype == pl.String:
        return pl.concat_str([pl.lit('"'), pl.col(name), pl.lit('"')])
    return pl.col(name).cast(pl.String)


def lines(events: pl.DataFrame, *, bot: pl.Series, session: pl.Series) -> pl.DataFrame:
    """Order events in time, number them within their conversation and write them as JSON.

    Args:
        events: frames of ``rows``, stacked in the order that breaks ties.
        bot: bot id of each conversation.
        session: session id of each conversation.

    Returns:
        ``month`` (UTC, such as 2025-04) and ``line``.
    """
    events = events.sort("ts", maintain_order=True)
    place = events["chat"]
    some = place.clip(0)
    own_bot = pl.col("bot") if "bot" in events.columns else pl.lit(None, dtype=pl.String)
    events = events.with_columns(
        number=pl.int_range(pl.len()).over("chat") + 1,
        session=session.gather(some).set(place < 0, None),
        bot=pl.coalesce(own_bot, bot.gather(some)),
        at=written(events["ts"].to_numpy()),
    )
    of_session = pl.concat_str(
        pl.lit(',"session_id":"'), "session", pl.lit('","event_id":"e'), "number", pl.lit('"')
    )
    return events.select(
        month=pl.col("at").str.head(7),
        line=pl.concat_str(
            pl.lit('{"event":"'), "event", pl.lit('","ts":"'), "at", pl.lit('","bot_id":"'), "bot",
            pl.lit('"'), of_session.fill_null(""), "rest", pl.lit("}"),
        ),
    )  # fmt: skip


def write_gzip(files: Mapping[Path, str]) -> None:
    """Compress texts into files, two at a time, without a date inside: same text, same bytes."""

    def write(path: Path) -> None:
        path.write_bytes(gzip.compress(files[path].encode(), compresslevel=5, mtime=0))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, files))
