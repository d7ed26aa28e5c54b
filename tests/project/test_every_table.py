"""Every input table of the contract from files to numbers, each worked out by hand.

A shop in euros, in March 2026: the events in a workbook that is called .csv, the deals as a CRM
writes them, everything else as sheets of one workbook. The user `gone` asked to be forgotten.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.project import open_project
from kpikit.visible import visible
from tests.sources.helpers import workbook, write

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.project import Project

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
AS_OF = dt.datetime(2026, 10, 31, tzinfo=dt.UTC)
CONFIG = """\
company: Acme
currency: EUR
bots:
  - {id: shop, type: shop}
  - {id: help, type: support}
page_types:
  - {pattern: /pricing, type: pricing}
  - {pattern: ".", type: other}
experiments: {outcomes: [orders], covariates: [visits]}
ignore_bots: [play]
data:
  events: {files: events.csv}
  leads: {files: leads.csv, nulls: ["-"]}
  deals:
    - {files: deals.csv, delimiter: ";", where: {Status: Won}, constant: {stage: won},
       rename: &names
         {Id: deal_id, Lead: lead_id, Closed: closed_at, Value: amount, Order: order_id},
       dates: &dates {closed_at: {format: "%d.%m.%Y %H:%M"}},
       numbers: &numbers {amount: {decimal: ".", thousands: ","}}}
    - {files: deals.csv, delimiter: ";", where: {Status: Lost}, constant: {stage: lost},
       rename: *names, dates: *dates, numbers: *numbers}
  tickets: {files: book.xlsx}
  orders: {files: book.xlsx}
  costs: {files: book.xlsx}
  traffic: {files: book.xlsx}
  reviews: {files: book.xlsx}
  assignments: {files: book.xlsx}
  touches: {files: book.xlsx}
  fx: {files: book.xlsx}
  changes: {files: book.xlsx}
  erasures: {files: book.xlsx}
"""


def at(day: int, minute: int = 0, second: int = 0, *, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, 10, minute, second)


def talk(bot: str, session: str, user: str, day: int) -> list[list[Any]]:
    """Two questions and an answer: a meaningful conversation."""
    url = "https://acme.test/pricing" if session == "s1" else "https://acme.test/"
    return [
        ["chat.session_started", at(day), bot, session, user, url],
        ["chat.message.user", at(day, 1), bot, session],
        ["chat.message.bot", at(day, 1, 30), bot, session],
        ["chat.message.user", at(day, 2), bot, session],
    ]


EVENTS = [
    ["event", "ts", "bot_id", "session_id", "user_id", "page_url", "outcome", "ticket_id",
     "lead_id"],
    *talk("shop", "s1", "u1", 2),
    ["chat.outcome", at(2, 5), "shop", "s1", None, None, "resolved_by_bot"],
    ["chat.lead_created", at(2, 6), "shop", "s1", None, None, None, None, "l1"],
    *talk("shop", "s2", "u2", 3),
    *talk("shop", "s3", "gone", 4),
    *talk("play", "p1", "u9", 4),
    *(row for i in (1, 2, 3) for row in talk("help", f"h{i}", f"v{i}", 5)),
    *(["chat.escalation", at(5, 9), "help", f"h{i}", None, None, None, f"t{i}"] for i in (1, 2, 3)),
]  # fmt: skip
LEADS = """\
lead_id,created_at,source,session_id,bot_id,icp_fit,email
l1,2026-03-02T10:06Z,chatbot,s1,,yes,ann@example.com
l2,2026-03-03T11:00Z,chatbot,s2,-,no,-
l3,2026-03-03T12:00Z,chatbot,,shop,-,bob@example.com
l4,2026-03-03,form,,,yes,-
l9,2026-03-04,chatbot,s3,,yes,-
"""
DEALS = """\
Id;Lead;Status;Closed;Value;Order
d1;l1;Won;15.03.2026 09:00;USD 1,000.00;o1
d2;l2;Won;25.03.2026 09:00;2,000;
d3;l3;Lost;25.03.2026 09:00;$9,999;
d9;l9;Won;26.03.2026 09:00;5,000;
d0;l1;Open;;€1;
"""
REVIEW = ["review_id", "kind", "bot_id", "item_at", "passed", "session_id", "message_id",
          "reviewer", "reviewed_at", "origin", "judge_flag", "stratum", "weight"]  # fmt: skip


def review(name: str, kind: str, passed: bool, *rest: Any) -> list[Any]:
    return [name, kind, "shop", at(3), passed, *rest]


SHEETS: dict[str, list[list[Any]]] = {
    "notes": [["A workbook may hold more than tables."]],
    "tickets": [
        ["ticket_id", "created_at", "closed_at", "due_at", "sla_met", "csat_score", "user_id"],
        ["t1", at(5), at(7), None, True, 5],
        ["t2", at(5), at(7), None, "no", None],
        ["t3", at(5), None, at(10), None, None],
        ["t9", at(5), at(6), None, True, 5, "gone"],
    ],
    "orders": [
        ["order_id", "ordered_at", "amount", "currency", "session_id", "user_id"],
        ["o1", at(2, 30), 1000, "USD", "s1", None],  # the same sale as the deal d1
        ["o2", at(10), 100, "USD", "s2", None],
        ["o3", at(8), 50, None, None, "u2"],
        ["o4", at(8), 80, "eur", None, "u7"],
        ["o9", at(8), 500, None, None, "gone"],
    ],
    "costs": [
        ["bot_id", "date", "category", "amount", "currency", "end_date"],
        ["shop", dt.date(2026, 3, 1), "subscription", 610, None, dt.date(2026, 4, 30)],
        ["*", dt.date(2026, 3, 9), "hosting", 100, None, None],
        ["help", dt.date(2026, 3, 9), "integration", 50, "USD", None],
    ],
    "traffic": [
        ["date", "bot_id", "visitors", "page_type"],
        [dt.date(2026, 3, 2), "shop", 100, "pricing"],
        [dt.date(2026, 3, 3), "shop", 900, "other"],
        [dt.date(2026, 3, 3), "play", 9000, "other"],
    ],
    "reviews": [
        REVIEW,
        review("r1", "hallucination", True, "s1", "m1", "ann", at(9), "live", True, "flagged", 3),
        review("r2", "hallucination", False, "s2", "m2", "ann", at(9), None, False, "rest", None),
        review("r3", "hallucination", False, None, None, "ann", at(9), "golden"),
        review("r4", "consent", True, "s1"),
        review("r5", "masking", False, "s1"),
        review("r6", "deletion", True, "s2"),
        review("r7", "redaction", False, "s1", "m1"),
        review("r8", "adherence", True, "s1", "m1"),
        review("r9", "intent", True, "s1", "m1"),
        review("r0", "consent", False, "s3"),
    ],
    "assignments": [
        ["experiment_id", "unit", "unit_id", "arm", "assigned_at", "orders", "visits", "revenue"],
        ["e", "user", "u1", "treatment", at(1), 2, 0.5, 19.9],
        ["e", "user", "gone", "control", at(1), 0, 1.5, 0],
    ],
    "touches": [
        ["touched_at", "channel", "lead_id", "user_id"],
        [at(1), "mail", "l1", None],
        [at(1), "mail", None, "gone"],
        [at(1), "fair", "l9", None],
    ],
    "fx": [
        ["date", "currency", "rate"],
        [dt.date(2026, 3, 1), "usd", 0.9],
        [dt.date(2026, 3, 20), "USD", 0.8],
    ],
    "changes": [["date", "bot_id", "what"], [dt.date(2026, 3, 9), "shop", "a new model"]],
    "erasures": [["user_id", "requested_at"], ["gone", at(1, month=9)]],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root: Path = tmp_path_factory.mktemp("shop")
    write(root / "kpikit.yml", CONFIG)
    write(root / "events.csv", workbook(log=EVENTS))
    write(root / "leads.csv", LEADS)
    write(root / "deals.csv", DEALS)
    write(root / "book.xlsx", workbook(**SHEETS))
    return open_project(root, now=NOW, as_of=AS_OF)


def numbers(project: Project, by: str | None = None) -> dict[tuple[str, str, str | None], float]:
    rows = project.metrics("2026-03", by=by)
    keys = rows.select("bot_id", "kpi", "segment_value").rows()
    return dict(zip(keys, rows["value"].to_list(), strict=True))


def test_all_rows_are_read_and_one_is_set_aside(project: Project) -> None:
    """A bare dollar is no euro, and nothing says which dollar it is."""
    reports = project.tables.quality.tables
    assert len(reports) == 13
    aside = {name: report.quarantined for name, report in reports.items() if report.quarantined}
    assert aside == {"deals": 1}
    assert project.tables.quality.quarantine["deals"]["value"].to_list() == ["$9,999"]
    assert not any(report.unknown for report in reports.values())
    assert reports["deals"].ignored == {"where": 6}
    assert reports["events"].ignored == {"ignore_bots": 4}
    assert reports["traffic"].ignored == {"ignore_bots": 1}
    assert reports["events"].notes == ("events.csv is an Excel workbook and was read as one",)
    assert reports["leads"].contacts == ("email",)


EXPECTED = {
    # Closed in time with a good score; closed late; open and overdue.
    ("help", "escalation_outcome_rate"): 1 / 3,
    ("shop", "conversations"): 2,
    ("help", "conversations"): 3,
    ("shop", "leads_captured"): 3,
    ("shop", "icp_fit_rate"): 1 / 2,
    # 1,000 dollars at 0.9 on the 15th, and 2,000 euros.
    ("shop", "revenue_sourced"): 2900,
    ("shop", "deal_size_mean"): 1450,
    # The order o1 is the deal d1; o2 is 100 dollars at 0.9; o3 is of the user of s2.
    ("shop", "revenue_orders"): 90,
    ("shop", "order_value_assisted"): 70,
    ("shop", "order_value_unassisted"): 80,
    # 610 over 61 days, 31 of them in March; the shared 100 by conversations, 2 and 3 of 5.
    ("shop", "total_cost"): 310 + 40,
    ("help", "total_cost"): 60 + 45,
    ("help", "operating_cost"): 60,
    ("*", "total_cost"): 310 + 100 + 45,
    ("shop", "usage_rate"): 2 / 1000,
    # Three tickets, without that of the erased user, and the visitors of all bots but the ignored.
    ("shop", "tickets_per_1000_visitors"): 3,
    ("shop", "hallucination_rate"): 1 / 4,
    ("shop", "privacy_compliance_rate"): 2 / 3,
    ("shop", "pii_redaction_rate"): 0,
    ("shop", "content_adherence_rate"): 1,
    ("shop", "intent_accuracy"): 1,
}  # fmt: skip


@pytest.mark.parametrize(("bot", "kpi"), EXPECTED)
def test_a_number_is_the_one_worked_out_by_hand(project: Project, bot: str, kpi: str) -> None:
    assert numbers(project)[bot, kpi, None] == pytest.approx(EXPECTED[bot, kpi], rel=1e-11)


def test_page_types_come_from_addresses_and_meet_those_of_the_traffic(project: Project) -> None:
    found = numbers(project, by="page_type")
    assert found["shop", "conversations", "pricing"] == 1
    assert found["shop", "conversations", "other"] == 1
    assert found["shop", "usage_rate", "pricing"] == pytest.approx(1 / 100)


def test_golden_reviews_are_a_segment_of_their_own(project: Project) -> None:
    found = numbers(project, by="origin")
    assert found["shop", "hallucination_rate", "golden"] == 1


def test_reviews_keep_what_later_estimates_need(project: Project) -> None:
    kept = project.facts.reviews.filter(pl.col("review_id") == "r1")
    assert kept.select("judge_flag", "stratum", "weight", "reviewer").row(0) == (
        True, "flagged", 3.0, "ann",
    )  # fmt: skip


def test_tables_that_no_kpi_reads_yet_are_whole_and_without_erased_users(project: Project) -> None:
    seen = visible(project.tables, as_of=project.as_of, config=project.config).tables
    frames = {name: table.frame.collect() for name, table in seen.tables.items()}
    assert frames["assignments"].select("unit_id", "orders", "visits", "revenue").rows() == [
        ("u1", 2.0, 0.5, 19.9)
    ]
    assert frames["touches"]["lead_id"].to_list() == ["l1"]
    assert frames["changes"].select("date", "bot_id", "what").rows() == [
        (dt.date(2026, 3, 9), "shop", "a new model")
    ]
    assert "gone" not in str([frame.rows() for n, frame in frames.items() if n != "erasures"])
