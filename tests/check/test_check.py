"""The check of a small project, counted by hand from the rows below."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from kpikit.check import Link, Rule, check_lines, check_report
from kpikit.config import Config
from kpikit.sources import load_tables
from tests.sources.helpers import NOW, write

if TYPE_CHECKING:
    from pathlib import Path

START = {"event": "chat.session_started", "bot_id": "b"}
EVENTS = [
    START | {"ts": "2026-03-01T23:30:00Z", "session_id": "s1", "user_id": "u1", "event_id": "e1"},
    START | {"ts": "2026-03-01T23:30:00Z", "session_id": "s1", "user_id": "u1", "event_id": "e1"},
    START | {"ts": "2026-03-02T10:00:00Z", "session_id": "s2", "batch": 7},
    START | {"ts": "2026-03-02T11:00:00Z", "session_id": "s3", "is_test": True},
    START | {"ts": "2026-03-02T12:00:00Z", "session_id": "s4", "user_id": "gone"},
    START | {"ts": "2026-03-02T13:00:00Z", "session_id": "s5", "direction": "outbound"},
    {"event": "chat.lead_created", "ts": "2026-03-04T00:30:00Z", "bot_id": "b",
     "session_id": "s2", "lead_id": "l2", "email": "ann@example.com"},
    START | {"ts": "2026-03-03T10:00:00Z", "session_id": "s9", "bot_id": "play"},
    START | {"ts": "soon", "session_id": "s6"},
    START | {"ts": "later", "session_id": "s7", "csat_score": 9},
]  # fmt: skip
FILES = {
    "events.ndjson": EVENTS,
    "leads.csv": "lead_id,created_at,source,session_id\n"
    "l1,2026-03-02,chatbot,s1\nl2,2026-03-03,chatbot,\nl3,2026-03-03,chatbot,s8\n"
    "l4,2026-03-03,form,\nl1,2026-03-03,chatbot,s1\n",
    "deals.csv": "deal_id,lead_id,stage\nd1,l1,open\nd2,l9,open\n",
    "tickets.csv": "ticket_id,created_at,session_id,user_id\nt1,2026-03-02,s1,\n"
    "t2,2026-03-02,,u1\nt3,2026-03-02,s3,u1\nt4,2026-03-02,,u7\n",
    "orders.csv": "order_id,ordered_at,amount,session_id\n",
    "erasures.csv": "user_id,requested_at\ngone,2026-03-05\n",
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name, content in FILES.items():
        write(tmp_path / name, content)
    data = {name.split(".")[0]: {"files": name} for name in FILES}
    return Config.model_validate(
        {
            "company": "Acme", "root": tmp_path, "data": data, "ignore_bots": ["play"],
            "timezone": "Europe/Berlin",
        }
    )  # fmt: skip


def test_the_report_counts_what_is_there(config):
    report = check_report(load_tables(config, now=NOW), config)
    events = report.tables[0]
    assert (events.name, events.read, events.kept, events.quarantined) == ("events", 10, 7, 2)
    assert (events.ignored, events.duplicates) == ({"ignore_bots": 1}, 1)
    # 23:30 and 00:30 UTC are after midnight in Berlin.
    assert (events.first, events.last) == (dt.date(2026, 3, 2), dt.date(2026, 3, 4))
    assert (events.unknown, events.contacts) == ({"batch": ""}, ("email",))
    assert [table.duplicates for table in report.tables[1:]] == [0, 1, 0, 0, 0]
    assert (report.test_sessions, report.outbound, report.erased) == (1, 1, 1)
    iso = "a timestamp, ISO 8601; any other form is stated under dates"
    assert report.rules == (
        Rule("events", "ts", iso, 2, "soon", "events.ndjson, row 9"),
        Rule("events", "csat_score", "from 1 to 5", 1, "9", "events.ndjson, row 10"),
    )
    # Left: sessions s1, s2; the ticket of the test session is gone with it.
    assert report.links == (
        Link("sessions with a user", 1, 2),
        Link("chatbot leads with a session", 2, 3),
        Link("deals with a lead", 1, 2),
        Link("tickets with a session", 1, 3),
        Link("tickets of a user of the chat", 1, 3),
        Link("orders with a session", 0, 0),
    )


def test_as_of_hides_what_came_later(config):
    as_of = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    report = check_report(load_tables(config, now=NOW), config, as_of=as_of)
    assert report.links[:2] == (
        Link("sessions with a user", 1, 1),
        Link("chatbot leads with a session", 1, 1),
    )
    assert report.test_sessions == 0


def test_the_report_is_plain_data(config):
    record = json.loads(json.dumps(check_report(load_tables(config, now=NOW), config).to_dict()))
    assert record["tables"][0]["first"] == "2026-03-02"
    assert record["links"][0] == {"name": "sessions with a user", "linked": 1, "total": 2}


def test_the_lines_say_it_all(config):
    lines = check_lines(check_report(load_tables(config, now=NOW), config))
    text = "\n".join(lines)
    assert lines[0].split() == [
        "table",
        "read",
        "kept",
        "set",
        "aside",
        "left",
        "out",
        "repeated",
        "days",
    ]
    assert lines[1].split() == [
        "events",
        "10",
        "7",
        "2",
        "1",
        "1",
        "2026-03-02",
        "to",
        "2026-03-04",
    ]
    assert "  sessions with a user" in text
    assert "50.0%" in text
    assert "Sessions that do not count: 1 test, 1 outbound without an answer, 1 erased" in text
    assert "events: 1 row left out: of bots in ignore_bots" in text
    assert "events: contact details are never stored: email" in text
    assert "events: columns not read: batch" in text
    assert "is stated under dates; found 'soon' in events.ndjson, row 9" in text
    assert "from 1 to 5; found '9' in events.ndjson, row 10" in text
    assert all(line == line.rstrip() for line in lines)
    assert "ann@example.com" not in text


def test_a_table_without_any_good_row_still_has_a_report(tmp_path):
    write(tmp_path / "events.ndjson", [START | {"ts": "soon", "session_id": "s"}])
    given = {"company": "Acme", "root": tmp_path, "data": {"events": {"files": "events.ndjson"}}}
    config = Config.model_validate(given)
    report = check_report(load_tables(config, now=NOW), config)
    assert (report.tables[0].kept, report.tables[0].first) == (0, None)
    assert report.links == (Link("sessions with a user", 0, 0),)
    assert any("none" in line for line in check_lines(report))
