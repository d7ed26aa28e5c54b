"""Values inside objects, named by their path; expected values are those written in the rows."""

from __future__ import annotations

import json

import polars as pl
import pytest

from kpikit.sources.propose import propose
from tests.sources.helpers import rows, set_aside

NESTED = [
    {
        "event": "chat.message.user",
        "meta": {"time": "2026-03-02T09:00:00Z", "bot": {"id": "help"}},
        "user": {"id": 7042000000000001, "mail": None},
        "session": {"id": "007", "tags": ["a"]},
    },
    {
        "event": "chat.message.user",
        "meta": {"time": "2026-03-02T09:01:00Z", "bot": {"id": "shop"}},
        "user": None,
        "session": {"id": "s2"},
    },
    {"event": "chat.message.user", "meta": {"time": "2026-03-02T09:02:00Z", "bot": {"id": "x"}},
     "session.id": "s3"},
]  # fmt: skip
RENAME = {
    "meta.time": "ts", "meta.bot.id": "bot_id", "user.id": "user_id", "session.id": "session_id",
}  # fmt: skip


def source(name: str, **more: object) -> dict[str, object]:
    return {"events": {"files": name, "rename": RENAME, **more}}


def test_paths_are_renamed_like_columns(load):
    tables = load({"events.ndjson": NESTED[:2]}, data=source("events.ndjson"))
    assert rows(tables, "events", "bot_id", "session_id", "user_id") == [
        ("help", "007", "7042000000000001"),
        ("shop", "s2", None),
    ]
    assert set_aside(tables, "events") == []


def test_one_broken_line_costs_no_other(load):
    lines = [json.dumps(NESTED[0]), '{"event": ', json.dumps(NESTED[1])]
    tables = load({"events.ndjson": "\n".join(lines) + "\n"}, data=source("events.ndjson"))
    assert rows(tables, "events", "bot_id", "user_id") == [
        ("help", "7042000000000001"), ("shop", None),
    ]  # fmt: skip
    assert [row for row, *_ in set_aside(tables, "events")] == [2]


@pytest.mark.parametrize("broken", [False, True])
def test_a_key_called_like_a_path_is_that_key(load, broken):
    """The first row has the path, the third the key: the key is what the file calls so."""
    lines = [json.dumps({"session.id": "s3", **row}) for row in NESTED[:2]]
    text = "\n".join([*lines, *(["{"] if broken else [])]) + "\n"
    tables = load({"events.ndjson": text}, data=source("events.ndjson"))
    assert rows(tables, "events", "session_id") == ["s3", "s3"]


def test_parquet_has_objects_too(load):
    frame = pl.DataFrame(NESTED[:2])
    tables = load({"events.parquet": frame}, data=source("events.parquet"))
    assert rows(tables, "events", "bot_id", "session_id", "user_id") == [
        ("help", "007", "7042000000000001"),
        ("shop", "s2", None),
    ]


def test_rows_are_chosen_by_a_path(load):
    data = source("events.ndjson", where={"meta.bot.id": "shop"})
    tables = load({"events.ndjson": NESTED[:2]}, data=data)
    assert rows(tables, "events", "bot_id") == ["shop"]


def test_what_is_not_read_is_named_by_its_path(load):
    tables = load({"events.ndjson": NESTED[:2]}, data=source("events.ndjson"))
    report = tables.quality.tables["events"]
    assert [*report.unknown] == ["session.tags"]
    assert report.contacts == ("user.mail",)


def test_an_object_where_a_text_belongs_is_still_none(load):
    row = NESTED[0] | {"intent": {"name": "refund"}}
    tables = load({"events.ndjson": [row]}, data=source("events.ndjson"))
    ((_, column, _, rule),) = set_aside(tables, "events")
    assert (column, rule) == ("intent", "one value, not a list or an object")


@pytest.mark.parametrize("name", ["chat_events.ndjson", "chat_events.parquet"])
def test_a_proposal_names_paths(tmp_path, name):
    path = tmp_path / name
    nested = [row | {"session": {"id": "s"}} for row in NESTED[:2]]
    if name.endswith("parquet"):
        pl.DataFrame(nested).write_parquet(path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in nested))
    lines = propose(path)
    for theirs, ours in (("user.id", "user_id"), ("session.id", "session_id")):
        assert f"      {theirs}: {ours}" in lines
    assert "      meta.bot.id: bot_id" in lines
    assert "      meta.time: ts" in lines
