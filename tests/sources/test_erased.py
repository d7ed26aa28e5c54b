"""What is kept of rows set aside when their user asked to be forgotten."""

from __future__ import annotations

from kpikit.sources import write_quarantine
from tests.sources.helpers import EVENT, set_aside

ERASURES = "user_id,requested_at\ngone,2026-06-01\n"
EVENTS = [
    EVENT | {"session_id": "s1", "user_id": "gone"},
    EVENT | {"session_id": "s1", "kind": "my secret"},
    EVENT | {"session_id": "s2", "kind": "plain"},
    EVENT | {"session_id": "s3", "user_id": "gone", "kind": "secret too"},
    EVENT | {"session_id": "s3", "csat_score": "a third secret"},
    EVENT | {"session_id": "", "user_id": "other"},
]
TICKETS = "ticket_id,created_at,user_id,session_id\n1,secret of theirs,gone,\n2,later,other,\n"
TICKETS += "3,soon,,s1\n"


def test_their_values_are_gone_and_the_counts_stay(load, tmp_path):
    files = {"erasures.csv": ERASURES, "events.ndjson": EVENTS, "tickets.csv": TICKETS}
    tables = load(files)
    assert [entry[:3] for entry in set_aside(tables, "events")] == [
        (2, "kind", "(erased)"), (3, "kind", "plain"), (4, "kind", "(erased)"),
        (5, "csat_score", "(erased)"), (6, "session_id", None),
    ]  # fmt: skip
    assert [entry[:3] for entry in set_aside(tables, "tickets")] == [
        (1, "created_at", "(erased)"), (2, "created_at", "later"), (3, "created_at", "(erased)"),
    ]  # fmt: skip
    assert tables.quality.tables["events"].quarantined == 5
    written = write_quarantine(tables, tmp_path / "quarantine")
    assert not any("secret" in path.read_text() for path in written)


def test_without_erasures_nothing_is_taken_out(load):
    tables = load({"events.ndjson": EVENTS})
    assert [entry[2] for entry in set_aside(tables, "events")][:2] == ["my secret", "plain"]
    assert tables.quality.quarantine["events"].columns == ["file", "row", "column", "value", "rule"]
