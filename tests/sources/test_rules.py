"""Each rule of the contract against one bad row; the words are those a user reads."""

from __future__ import annotations

import polars as pl
import pytest

from kpikit.tables import QUARANTINE
from tests.sources.helpers import EVENT, rows, set_aside

LATE = "not after the time of the run, 2026-11-21T12:00:00+00:00"
SECONDS = "a timestamp, ISO 8601; it looks like s since 1970: state dates: {ts: {epoch: s}}"
ISO = "a timestamp, ISO 8601; any other form is stated under dates"
NUMBER = "a number such as 125000 or 0.5; any other form is stated under numbers"
WHOLE = "a whole number such as 125000; any other form is stated under numbers"
NEVER = {"ts": "2026-11-21T12:00:00.000001Z"}
DEAL = {"deal_id": "d", "lead_id": "l", "stage": "open"}
LEAD = {"lead_id": "l", "created_at": "2026-01-01", "source": "form"}
ORDER = {"order_id": "o", "ordered_at": "2026-01-01", "amount": 5}
COST = {"bot_id": "*", "date": "2026-01-01", "category": "hosting", "amount": 5}
REVIEW = {
    "review_id": "r", "kind": "intent", "bot_id": "b", "item_at": "2026-01-01", "passed": True,
}  # fmt: skip
FX = {"date": "2026-01-01", "currency": "EUR", "rate": 1.1}
TRAFFIC = {"date": "2026-01-01", "bot_id": "b", "visitors": 3}
TOUCH = {"touched_at": "2026-01-01", "channel": "mail"}
ARM = {"experiment_id": "e", "unit": "user", "unit_id": "u", "arm": "control",
       "assigned_at": "2026-01-01"}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "rule"),
    [
        ("events", EVENT | {"event": "chat.msg"}, "event", "chat.msg",
         "one of chat.widget_shown, chat.session_started, chat.message.user, chat.message.bot, "
         "chat.goal, chat.lead_created, chat.escalation, chat.outcome, chat.survey, "
         "chat.input_blocked, chat.error"),
        ("events", EVENT | {"ts": "02/03/2026"}, "ts", "02/03/2026", ISO),
        ("events", EVENT | {"ts": 1772442000}, "ts", "1772442000", SECONDS),
        ("events", EVENT | {"ts": None}, "ts", None, "required"),
        ("events", EVENT | NEVER, "ts", NEVER["ts"], LATE),
        ("events", EVENT | {"bot_id": "*"}, "bot_id", "*",
         "the id of one bot: * stands for all of them"),
        ("events", EVENT | {"bot_id": " "}, "bot_id", None, "required"),
        ("events", EVENT | {"session_id": ""}, "session_id", None,
         "required on every event but chat.widget_shown and chat.error"),
        ("events", EVENT | {"session_id": {"id": 1}}, "session_id", '{"id": 1}',
         "one value, not a list or an object"),
        ("events", {"event": "chat.error", "ts": "2026-01-01", "bot": {"id": 1}}, "bot_id",
         '{"id": 1}', "one value, not a list or an object"),
        ("events", EVENT | {"is_test": "maybe"}, "is_test", "maybe",
         "true or false, yes or no, 1 or 0"),
        ("events", EVENT | {"sentiment": -1.01}, "sentiment", "-1.01", "from -1 to 1"),
        ("events", EVENT | {"csat_score": 0}, "csat_score", "0", "from 1 to 5"),
        ("events", EVENT | {"csat_score": "good"}, "csat_score", "good", NUMBER),
        ("events", EVENT | {"nps_score": 11}, "nps_score", "11", "from 0 to 10"),
        ("events", EVENT | {"ces_score": 8}, "ces_score", "8", "from 1 to 7"),
        ("events", EVENT | {"kind": "reply"}, "kind", "reply",
         "one of greeting, filler, answer, fallback"),
        ("events", EVENT | {"direction": "in"}, "direction", "in", "one of inbound, outbound"),
        ("events", EVENT | {"outcome": "solved"}, "outcome", "solved",
         "one of resolved_by_bot, escalated, abandoned"),
        ("events", EVENT | {"trigger": "anger"}, "trigger", "anger",
         "one of frustration, explicit_ask, unanswered, high_intent"),
        ("events", EVENT | {"goal_status": "done"}, "goal_status", "done",
         "one of attempted, completed"),
        ("events", EVENT | {"resolved_at": "soon"}, "resolved_at", "soon", ISO),
        ("events", EVENT | {"time_to_first_agent_response": "soon"},
         "time_to_first_agent_response", "soon", NUMBER),
        ("events", EVENT | {"seq": 1.5}, "seq", "1.5", WHOLE),
        ("leads", LEAD | {"source": "bot"}, "source", "bot", "one of chatbot, form, other"),
        ("leads", LEAD | {"bot_id": "*"}, "bot_id", "*",
         "the id of one bot: * stands for all of them"),
        ("leads", LEAD | {"created_at": "2027-01-01"}, "created_at", "2027-01-01", LATE),
        ("deals", DEAL | {"stage": "won"}, "closed_at", None, "required when stage is won or lost"),
        ("deals", DEAL | {"stage": "lost", "closed_at": ""}, "closed_at", None,
         "required when stage is won or lost"),
        ("deals", DEAL | {"stage": "won", "closed_at": "x"}, "closed_at", "x", ISO),
        ("deals", DEAL | {"stage": "sold"}, "stage", "sold", "one of open, won, lost"),
        ("deals", DEAL | {"created_at": "2027-01-01"}, "created_at", "2027-01-01", LATE),
        ("deals", DEAL | {"amount": "$125,000"}, "amount", "$125,000", NUMBER),
        ("orders", ORDER | {"amount": None}, "amount", None, "required"),
        ("costs", COST | {"end_date": "2025-12-31"}, "end_date", "2025-12-31", "not before date"),
        ("costs", COST | {"category": "rent"}, "category", "rent",
         "one of subscription, people, integration, ai_api, hosting, maintenance, development"),
        ("costs", COST | {"date": "1/2/2026"}, "date", "1/2/2026",
         "a date, ISO 8601; any other form is stated under dates"),
        ("reviews", REVIEW | {"kind": "tone"}, "kind", "tone",
         "one of hallucination, intent, adherence, consent, masking, deletion, redaction"),
        ("reviews", REVIEW | {"passed": None}, "passed", None, "required"),
        ("reviews", REVIEW | {"origin": "test"}, "origin", "test", "one of live, golden"),
        ("reviews", REVIEW | {"weight": -1}, "weight", "-1", "0 or more"),
        ("fx", FX | {"rate": 0}, "rate", "0", "above 0"),
        ("fx", FX | {"date": "2026-11-22"}, "date", "2026-11-22",
         "not after the time of the run, 2026-11-21"),
        ("traffic", TRAFFIC | {"visitors": -1}, "visitors", "-1", "0 or more"),
        ("traffic", TRAFFIC | {"visitors": 1.5}, "visitors", "1.5", WHOLE),
        ("touches", TOUCH, "lead_id", None, "required where user_id is empty"),
        ("assignments", ARM | {"unit": "page"}, "unit", "page",
         "one of visitor, user, session, escalation"),
    ],
)  # fmt: skip
def test_a_bad_row_is_set_aside_with_its_reason(load, table, row, column, value, rule):  # noqa: PLR0917
    tables = load({f"{table}.ndjson": [row]})
    assert set_aside(tables, table) == [(1, column, value, rule)]
    report = tables.quality.tables[table]
    assert (report.read, report.kept, report.quarantined) == (1, 0, 1)
    assert [(b.column, b.rule, b.rows) for b in report.broken] == [(column, rule, 1)]
    frame = tables.quality.quarantine[table]
    assert (frame.schema, frame["file"].item()) == (QUARANTINE, f"{table}.ndjson")


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("events", EVENT | {"ts": "2026-11-21T12:00:00Z"}),
        ("events", {"event": "chat.widget_shown", "ts": "2026-01-01", "bot_id": "b"}),
        ("events", {"event": "chat.error", "ts": "2026-01-01", "bot_id": "b"}),
        ("events", EVENT | {"sentiment": -1, "csat_score": 5, "nps_score": 0, "ces_score": 7}),
        ("events", EVENT | {"csat_score": 4.5}),
        ("events", EVENT | {"resolved_at": "2030-01-01"}),  # later than its ts: as_of decides
        ("deals", DEAL),
        ("deals", DEAL | {"stage": "won", "closed_at": "2026-01-01"}),
        ("orders", ORDER | {"amount": -5}),
        ("costs", COST | {"date": "2030-01-01"}),
        ("costs", COST | {"end_date": "2026-01-01"}),
        ("reviews", REVIEW | {"weight": 0}),
        ("touches", TOUCH | {"user_id": "u"}),
        ("fx", FX | {"date": "2026-11-21"}),
        ("traffic", TRAFFIC | {"visitors": 0}),
        ("assignments", ARM),
        ("changes", {"date": "2026-01-01", "what": "new model"}),
        ("erasures", {"user_id": "u", "requested_at": "2026-01-01"}),
    ],
)
def test_a_row_at_the_edge_is_kept(load, table, row):
    tables = load({f"{table}.ndjson": [row]})
    assert set_aside(tables, table) == []
    assert tables.quality.tables[table].kept == 1


def test_today_is_the_local_day_of_the_run(load):
    """At 12:00 UTC on the 21st it is the 22nd in Kiritimati (UTC+14)."""
    row = FX | {"date": "2026-11-22"}
    assert set_aside(load({"fx.ndjson": [row]}, timezone="Pacific/Kiritimati"), "fx") == []


def test_a_value_that_cannot_be_read_hides_no_other_fault(load):
    row = EVENT | {"ts": "x", "outcome": "y", "csat_score": 9, "session_id": ""}
    tables = load({"events.ndjson": [EVENT, row]})
    assert {(entry[0], entry[1]) for entry in set_aside(tables, "events")} == {
        (2, "ts"), (2, "outcome"), (2, "csat_score"), (2, "session_id"),
    }  # fmt: skip
    report = tables.quality.tables["events"]
    assert (report.read, report.kept, report.quarantined) == (2, 1, 1)


def test_lines_that_are_no_rows_are_set_aside_without_their_text(load):
    good = '{"event":"chat.error","ts":"2026-01-01","bot_id":"b"}'
    tables = load({"events.ndjson": f"{good}\n{{secret\n{good}\n"})
    problem = "Expecting property name enclosed in double quotes at character 2"
    assert set_aside(tables, "events") == [(2, "", problem, "one JSON object per line")]
    assert rows(tables, "events", "seq") == [1, 3]
    report = tables.quality.tables["events"]
    assert (report.read, report.kept, report.quarantined) == (3, 2, 1)


def test_rows_are_numbered_below_the_header_of_each_csv_file(load):
    head = "ticket_id,created_at\n"
    files = {"t1.csv": head + '"a\nb",x\n', "t2.csv": head + "c,2026-01-01\nd,y\n"}
    data = {"tickets": {"files": ["t1.csv", "t2.csv"]}, "events": {"files": "events.ndjson"}}
    tables = load(files | {"events.ndjson": [EVENT]}, data=data)
    frame = tables.quality.quarantine["tickets"]
    assert frame.select("file", "row", "value").rows() == [("t1.csv", 1, "x"), ("t2.csv", 2, "y")]


def test_native_values_of_a_wrong_type_are_set_aside(load):
    frame = pl.DataFrame({"ticket_id": [1, 2], "created_at": [1.5, 2.5], "user_id": [["u"], None]})
    tables = load({"tickets.parquet": frame})
    assert [entry[:3] for entry in set_aside(tables, "tickets")] == [
        (1, "created_at", "1.5"), (1, "user_id", "['u']"), (2, "created_at", "2.5"),
    ]  # fmt: skip
