"""1772442000 seconds since 1970 are 2026-03-02 09:00 UTC (`date -u -d @1772442000`)."""

from __future__ import annotations

import pytest

from tests.sources.helpers import rows, set_aside

SECONDS = 1772442000
HEAD = "event,ts,bot_id,session_id\n"


def events(*stamps: int | str) -> str:
    return HEAD + "".join(f"chat.message.user,{ts},b,s\n" for ts in stamps)


def epoch(unit: str) -> dict[str, object]:
    return {"events": {"files": "events.csv", "dates": {"ts": {"epoch": unit}}}}


@pytest.mark.parametrize(
    ("read_as", "written"),
    [("s", SECONDS * 1000), ("s", SECONDS * 10**6), ("ms", SECONDS * 10**6)],
)
def test_numbers_too_great_for_their_unit_are_set_aside_with_the_right_one(load, read_as, written):
    loaded = load({"events.csv": events(written)}, data=epoch(read_as))
    unit = "ms" if written == SECONDS * 1000 else "us"
    ((row, column, value, rule),) = set_aside(loaded, "events")
    assert (row, column, value) == (1, "ts", str(written))
    assert rule == (
        f"a number of {read_as} since 1970; it looks like {unit} since 1970: "
        f"state dates: {{ts: {{epoch: {unit}}}}}"
    )


@pytest.mark.parametrize(
    ("read_as", "written", "day"),
    [("ms", SECONDS, "1970-01-21"), ("us", SECONDS, "1970-01-01"),
     ("us", SECONDS * 1000, "1970-01-21")],
)  # fmt: skip
def test_numbers_too_small_for_their_unit_are_pointed_out(load, read_as, written, day):
    loaded = load({"events.csv": events(written, written + 1)}, data=epoch(read_as))
    unit = "s" if written == SECONDS else "ms"
    (note,) = loaded.quality.tables["events"].notes
    assert note == (
        f"ts: 2 rows lie before 2000 or after 2099, such as {day}: read as {read_as} since 1970, "
        f"written in {unit}: state dates: {{ts: {{epoch: {unit}}}}}"
    )


def test_a_number_without_a_rule_is_told_its_rule(load):
    loaded = load({"events.csv": events(SECONDS, SECONDS * 1000, "2/3/26", "2026-03-02T09:00:00Z")})
    rules = [rule for *_, rule in set_aside(loaded, "events")]
    assert [rule.rpartition("; ")[2] for rule in rules] == [
        "it looks like s since 1970: state dates: {ts: {epoch: s}}",
        "it looks like ms since 1970: state dates: {ts: {epoch: ms}}",
        "any other form is stated under dates",
    ]


def test_the_right_unit_is_worth_no_word(load):
    loaded = load({"events.csv": events(SECONDS)}, data=epoch("s"))
    assert [str(ts) for ts in rows(loaded, "events", "ts")] == ["2026-03-02 09:00:00+00:00"]
    assert loaded.quality.tables["events"].notes == ()


def test_a_year_that_nobody_meant_is_pointed_out(load):
    text = "deal_id,lead_id,stage,created_at\n1,l,open,1026-03-02\n2,l,open,2026-03-02\n"
    loaded = load({"deals.csv": text})
    assert loaded.quality.tables["deals"].notes == (
        "created_at: 1 row lies before 2000 or after 2099, such as 1026-03-02",
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("26-03-02", None), ("0026-03-02", None), ("26-03-02T10:00:00Z", None),
        ("02/03/26", "%d/%m/%Y"), ("02.03.26 10:00", "%d.%m.%Y %H:%M"),
    ],
)  # fmt: skip
def test_a_year_of_two_digits_is_no_year(load, text, form):
    """The engine reads it as one of the first century."""
    rule = {"dates": {"created_at": {"format": form}}} if form else {}
    file = f"deal_id,lead_id,stage,created_at\n1,l,open,{text}\n"
    loaded = load({"deals.csv": file}, data={"deals": {"files": "deals.csv", **rule}})
    assert rows(loaded, "deals", "deal_id") == []
    ((_, column, value, _),) = set_aside(loaded, "deals")
    assert (column, value) == ("created_at", text)


def test_a_stated_year_of_two_digits_is_one(load):
    data = {"deals": {"files": "deals.csv", "dates": {"created_at": {"format": "%d/%m/%y"}}}}
    text = "deal_id,lead_id,stage,created_at\n1,l,open,02/03/26\n"
    loaded = load({"deals.csv": text}, data=data)
    assert [str(at) for at in rows(loaded, "deals", "created_at")] == ["2026-03-02 00:00:00+00:00"]
