"""Real exports of other systems, mapped by the configuration beside them in tests/data.

Expected rows were counted in the files with plain polars, apart from this package.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpikit.config import load_config
from kpikit.project import open_project
from kpikit.sources import load_tables
from tests.sources.helpers import NOW, rows, set_aside

if TYPE_CHECKING:
    from kpikit.tables import Tables

DATA = Path(__file__).parent.parent / "data"
UTC = dt.UTC


@functools.cache
def export(system: str) -> Tables:
    return load_tables(load_config(DATA / system), now=NOW)


@pytest.mark.parametrize(
    ("system", "table", "read", "kept"),
    [
        ("hubspot", "leads", 22, 22),
        ("hubspot", "deals", 44, 0),
        ("hubspot", "tickets", 25, 25),
        ("salesforce", "leads", 1, 1),
        ("salesforce", "deals", 30, 8),
        ("salesforce", "orders", 10, 10),
        ("intercom", "events", 27, 2),
        ("intercom", "leads", 9, 9),
        ("zendesk", "events", 24, 10),
        ("zendesk", "tickets", 10, 8),
        ("chatwoot", "events", 8, 5),
    ],
)
def test_rows_are_read_as_far_as_the_files_go(system, table, read, kept):
    report = export(system).quality.tables[table]
    assert (report.read, report.kept) == (read, kept)
    assert report.read == report.kept + report.quarantined + sum(report.ignored.values())


def test_hubspot_deals_without_a_contact_are_named(load):
    """The pipelines' 71 stages and 11 links are of other portals than the 44 deals."""
    assert {entry[1:] for entry in set_aside(export("hubspot"), "deals")} == {
        ("lead_id", None, "required")
    }
    assert rows(export("hubspot"), "leads", "lead_id", "created_at", "first_form_fill_at")[0] == (
        "78971951",
        dt.datetime(2021, 4, 1, 17, 32, 47, tzinfo=UTC),
        dt.datetime(2021, 4, 1, 17, 32, 47, tzinfo=UTC),
    )


def test_salesforce_stages_come_from_two_columns():
    deals = rows(export("salesforce"), "deals", "stage", "amount", "deal_id")
    assert [stage for stage, *_ in deals].count("won") == 5
    assert [stage for stage, *_ in deals].count("lost") == 3
    assert deals[0] == ("won", 24_120_000.0, "006q000000HddohAAB")
    assert rows(export("salesforce"), "orders", "amount")[1] == 27998.6
    lead = rows(export("salesforce"), "leads", "source", "contact_valid", "contact_bounced")
    assert lead == [("other", True, False)]


def test_a_salesforce_deal_may_close_before_it_opens():
    """Days against moments: the close date of the first deal is its own midnight."""
    opened, closed = rows(export("salesforce"), "deals", "created_at", "closed_at")[0]
    assert closed < opened


def test_of_intercoms_history_the_active_rows_count():
    assert rows(export("intercom"), "events", "session_id", "ts", "direction") == [
        ("156643300001311", dt.datetime(2020, 10, 28, 23, 59, 37, tzinfo=UTC), "inbound"),
        ("156643300001372", dt.datetime(2020, 11, 4, 3, 12, 3, tzinfo=UTC), "inbound"),
    ]
    leads = rows(export("intercom"), "leads", "contact_bounced", "contact_valid")
    assert leads == [(False, None)] * 9


def test_zendesks_bot_is_told_by_its_original_message():
    events = rows(export("zendesk"), "events", "event")
    assert (events.count("chat.message.bot"), events.count("chat.escalation")) == (9, 1)
    tickets = dict(rows(export("zendesk"), "tickets", "ticket_id", "session_id"))
    assert tickets["6605"] == "4323.953441.T6OrgbvMIqPplK"
    assert sum(session is not None for session in tickets.values()) == 1
    assert (
        "several user_id for 1 of its chat_id"
        in export("zendesk").quality.tables["events"].notes[0]
    )


def test_chatwoots_resolution_is_no_containment():
    """Its own report says half are resolved and all handed off; strictly none is contained."""
    project = open_project(DATA / "chatwoot", now=NOW)
    found = project.metrics("2026-01", bots=["1"])
    values = dict(zip(found["kpi"], found["value"], strict=True))
    assert (values["conversations"], values["containment_rate"]) == (2, 0)
    assert values["escalation_rate"] == 1
