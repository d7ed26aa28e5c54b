"""The published ChatReact events are read as they are, with only name, ts and bot added.

The property names are the published schema's; what they become is the contract's, section 1.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from tests.sources.helpers import rows

EVENTS = [
    {"name": "chat.session_started", "session_id": "s1", "user_id": "u1",
     "page_url": "https://acme.example/pricing", "utm_source": "google", "utm_campaign": "spring"},
    {"name": "chat.message.user", "session_id": "s1", "message_id": "m1", "intent": "price",
     "message_text": "What does it cost?"},
    {"name": "chat.message.bot", "session_id": "s1", "message_id": "m2", "intent": "price",
     "response_template_id": "t7"},
    {"name": "chat.outcome", "session_id": "s1", "outcome": "escalated",
     "resolved_timestamp": "2026-03-02T09:05:00Z", "escalation_team": "sales"},
    {"name": "chat.lead_created", "session_id": "s1", "lead_id": "l1",
     "email": "ann@example.com", "phone": "+49 30 1234567", "lead_score": 80},
    {"name": "chat.escalation", "session_id": "s1", "ticket_id": "t1", "agent_id": "a1",
     "time_to_first_agent_response": 42.5},
    {"name": "chat.survey", "session_id": "s1", "csat_score": 5, "nps_score": 9,
     "survey_timestamp": "2026-03-02T09:06:00Z"},
]  # fmt: skip
PASTED = [
    {"ts": f"2026-03-02T09:0{i}:00Z", "bot": "helper"} | event for i, event in enumerate(EVENTS)
]


def as_csv() -> str:
    columns = list(dict.fromkeys(key for event in PASTED for key in event))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(PASTED)
    return out.getvalue()


def moment(minute: int, second: float = 0) -> dt.datetime:
    return dt.datetime(2026, 3, 2, 9, minute, tzinfo=dt.UTC) + dt.timedelta(seconds=second)


@pytest.mark.parametrize("files", [{"events.ndjson": PASTED}, {"events.csv": as_csv()}])
def test_the_seven_events(load, files):
    tables = load(files)
    report = tables.quality.tables["events"]
    assert (report.read, report.kept, report.quarantined, report.unknown) == (7, 7, 0, {})
    assert rows(tables, "events", "event") == [event["name"] for event in EVENTS]
    assert rows(tables, "events", "bot_id", "session_id") == [("helper", "s1")] * 7
    assert rows(tables, "events", "ts") == [moment(i) for i in range(7)]
    columns = ("text", "resolved_at", "intended_team", "first_agent_response_at")
    empty = (None, None, None, None)
    assert rows(tables, "events", *columns) == [
        empty,
        ("What does it cost?", None, None, None),
        empty,
        (None, moment(5), "sales", None),
        empty,
        (None, None, None, moment(5, 42.5)),
        empty,
    ]
    assert rows(tables, "events", "csat_score", "nps_score", "lead_score")[4:] == [
        (None, None, 80.0), (None, None, None), (5.0, 9.0, None),
    ]  # fmt: skip
    assert {*columns, "event", "bot_id"} <= tables["events"].columns


def test_contact_details_are_nowhere(load):
    tables = load({"events.ndjson": PASTED})
    assert tables.quality.tables["events"].contacts == ("email", "phone")
    frame = tables["events"].frame.collect()
    assert not {"email", "phone"} & {*frame.columns}
    assert "ann@example.com" not in frame.write_csv()


def test_our_names_win_and_the_others_fill_what_is_empty(load):
    rows_ = [
        PASTED[1] | {"text": "ours"},
        PASTED[1] | {"event": "chat.error"},
        {"name": "chat.survey", "bot": "b", "session_id": "s", "survey_timestamp": "2026-03-02"},
        PASTED[5] | {"first_agent_response_at": "2026-03-02T10:00:00Z"},
        PASTED[5] | {"time_to_first_agent_response": -1},
    ]
    tables = load({"events.ndjson": rows_})
    assert rows(tables, "events", "event", "text") == [
        ("chat.message.user", "ours"), ("chat.error", "What does it cost?"), ("chat.survey", None),
        ("chat.escalation", None), ("chat.escalation", None),
    ]  # fmt: skip
    assert rows(tables, "events", "ts")[2] == dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    first = rows(tables, "events", "first_agent_response_at")
    assert first[3:] == [dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), moment(4, 59)]
