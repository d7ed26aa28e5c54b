"""Contact details as join keys: refused in the clear, kept as a keyed hash.

Expected hashes are HMAC-SHA256 by the standard library, over the address in small letters.
"""

from __future__ import annotations

import hashlib
import hmac

import pytest

from kpikit.errors import UsageError
from tests.sources.helpers import EVENT, rows, set_aside

KEY = "a key of the project's own"
ANN = hmac.new(KEY.encode(), b"ann@example.com", hashlib.sha256).hexdigest()[:32]
TICKETS = "ticket_id,created_at,E-Mail\n1,2026-01-01, Ann@Example.com\n2,2026-01-01,\n"
EVENTS = [EVENT | {"user_id": "ann@example.com"}, EVENT | {"user_id": "bob@example.com"}]
SOURCE = {"files": "t.csv", "rename": {"E-Mail": "user_id"}}


def given(tickets=None, events=None):
    data = {
        "tickets": SOURCE | (tickets or {}),
        "events": {"files": "events.ndjson"} | (events or {}),
    }
    return {"files": {"t.csv": TICKETS, "events.ndjson": EVENTS}, "data": data}


@pytest.fixture
def _key(monkeypatch):
    monkeypatch.setenv("KPIKIT_HASH_KEY", KEY)


@pytest.mark.usefixtures("_key")
def test_a_hash_joins_the_same_person_in_two_tables(load):
    tables = load(**given({"hashed": ["user_id"]}, {"hashed": ["user_id"]}))
    assert rows(tables, "tickets", "user_id") == [ANN, None]
    assert rows(tables, "events", "user_id")[0] == ANN
    assert len(set(rows(tables, "events", "user_id"))) == 2
    assert tables.quality.tables["tickets"].contacts == ()
    assert tables.quality.tables["events"].notes == ()


@pytest.mark.usefixtures("_key")
def test_another_key_gives_another_hash(load, monkeypatch):
    first = rows(load(**given({"hashed": ["user_id"]})), "tickets", "user_id")
    monkeypatch.setenv("KPIKIT_HASH_KEY", "another")
    assert rows(load(**given({"hashed": ["user_id"]})), "tickets", "user_id") != first


def test_contact_details_are_not_kept_in_the_clear(load):
    with pytest.raises(UsageError, match=r"'E-Mail' holds contact details.*hashed: \[user_id\]"):
        load(**given())


def test_a_hash_needs_a_key(load, monkeypatch):
    monkeypatch.delenv("KPIKIT_HASH_KEY", raising=False)
    with pytest.raises(UsageError, match="set KPIKIT_HASH_KEY in the environment"):
        load(**given({"hashed": ["user_id"]}))


@pytest.mark.usefixtures("_key")
@pytest.mark.parametrize(
    ("hashed", "reason"),
    [("usr_id", "hashed: 'usr_id' is no column of tickets"), ("closed_at", "is no text")],
)
def test_only_texts_are_hashed(load, hashed, reason):
    with pytest.raises(UsageError, match=reason):
        load(**given({"hashed": ["user_id", hashed]}))


@pytest.mark.usefixtures("_key")
def test_addresses_in_a_column_of_ids_are_pointed_out(load):
    tables = load(**given({"hashed": ["user_id"]}))
    assert tables.quality.tables["events"].notes == (
        "user_id holds e-mail addresses: state hashed: [user_id]",
    )


@pytest.mark.usefixtures("_key")
def test_a_row_set_aside_shows_the_hash(load):
    """An id that is hashed is hashed before anything is judged."""
    broken = EVENT | {"event": "x", "bot_id": "*", "user_id": "ann@example.com"}
    tables = load(
        {"events.ndjson": [EVENT, broken | {"session_id": {"u": "x"}}]},
        data={"events": {"files": "events.ndjson", "hashed": ["user_id"]}},
    )
    assert "ann" not in str(set_aside(tables, "events"))
