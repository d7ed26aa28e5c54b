"""Known answers of every KPI computed from rows, worked out by hand from the data contract."""

from __future__ import annotations

from typing import Any

import pytest

import kpikit as kk
from kpikit.kpi import Count, Distinct, Kpi, Ratio, RowMeasure, Sum, registry
from kpikit.kpi.measures import ALL_ROWS, Mean
from tests.kpis.frames import days, rows, seconds

Row = dict[str, Any]
Answer = tuple[float | None, float | None, float | None, int]

ROW_KPIS = [kpi for kpi in registry() if isinstance(kpi.measure, RowMeasure)]
ON, OFF = True, False


def conversation(**fields: Any) -> Row:
    """A conversation of which only some flags are set."""
    flags = ("engaged", "completed", "contained", "escalated", "mature", "linkable", "ticketed",
             "returned", "lead_created", "audit_complete", "order_credited", "lead_won", "rated",
             )  # fmt: skip
    counts = ("user_messages", "bot_messages", "fallback_messages")
    return dict.fromkeys(flags, OFF) | dict.fromkeys(counts, 0) | fields


SOLVED = {"mature": ON, "contained": ON, "linkable": ON}
LADDER = [
    conversation(**SOLVED, user_id="u1"),
    conversation(**SOLVED, user_id="u2", ticketed=ON),
    conversation(**SOLVED, user_id="u3", returned=ON),
    conversation(mature=ON, contained=ON),
    conversation(mature=ON, escalated=ON, user_id="u4"),
    conversation(contained=ON, linkable=ON, user_id="u5"),
]
HANDED = [
    conversation(escalated=ON, trigger="frustration"),
    conversation(escalated=ON, trigger="explicit_ask"),
    conversation(escalated=ON, trigger="explicit_ask"),
    conversation(escalated=ON, trigger="unanswered"),
    conversation(escalated=ON, trigger="high_intent"),
    conversation(escalated=ON),
    # A trigger without an escalation cannot be; it would not count.
    conversation(trigger="frustration"),
    conversation(),
]
REVIEWS = [
    {"kind": "hallucination", "passed": OFF, "weight": 3.0, "origin": "live"},
    {"kind": "hallucination", "passed": ON, "weight": 5.0},
    {"kind": "hallucination", "passed": OFF, "weight": 9.0, "origin": "golden"},
    {"kind": "intent", "passed": ON, "weight": 1.0},
    {"kind": "intent", "passed": OFF, "weight": 1.0},
    {"kind": "adherence", "passed": ON, "weight": 1.0},
    {"kind": "consent", "passed": ON, "weight": 1.0},
    {"kind": "masking", "passed": ON, "weight": 1.0},
    {"kind": "deletion", "passed": OFF, "weight": 2.0},
    {"kind": "redaction", "passed": ON, "weight": 1.0},
    {"kind": "redaction", "passed": OFF, "weight": 1.0},
    {"kind": "redaction", "passed": ON, "weight": 2.0},
]
TALKS = [
    conversation(engaged=ON, completed=ON, contained=ON, user_messages=2, bot_messages=3,
                 fallback_messages=1, user_id="u1", person="u1", lead_created=ON, lead_won=ON,
                 rated=ON, audit_complete=ON),
    conversation(engaged=ON, contained=ON, user_messages=1, bot_messages=4, user_id="u1",
                 person="u1", order_credited=ON, fallback_messages=2),
    conversation(engaged=ON, user_messages=1, bot_messages=1, user_id="u2", person="u2",
                 first_reply_at=seconds(1)),
    conversation(engaged=ON, user_messages=1, escalated=ON, person="v3"),
    conversation(bot_messages=2, contained=ON, user_id="u2", person="u2", order_credited=ON,
                 rated=ON),
]  # fmt: skip
CLOCKS = [
    conversation(contained=ON, started_at=seconds(0), first_user_at=seconds(4),
                 first_reply_at=seconds(5), first_answer_at=seconds(9), closed_at=seconds(24),
                 ended_at=seconds(30)),
    conversation(contained=ON, started_at=seconds(0), first_user_at=seconds(2),
                 first_reply_at=seconds(3), first_answer_at=seconds(3), closed_at=seconds(12),
                 ended_at=seconds(12)),
    # Closed before it began: a data fault that no duration may count.
    conversation(contained=ON, started_at=seconds(0), first_user_at=seconds(50),
                 first_reply_at=seconds(51), closed_at=seconds(20), ended_at=seconds(60)),
    conversation(started_at=seconds(0), first_user_at=seconds(1), closed_at=seconds(900),
                 ended_at=seconds(900)),
]  # fmt: skip
ESCALATIONS = [
    {"succeeded": ON, "intended_team": "a", "assigned_team": "a", "context_complete": ON,
     "escalated_at": seconds(0), "context_read_at": seconds(10), "ticket_judged": ON,
     "first_agent_response_at": seconds(40), "ticket_kept": ON},
    {"succeeded": OFF, "intended_team": "a", "assigned_team": "b", "context_complete": OFF,
     "escalated_at": seconds(0), "context_read_at": seconds(20), "ticket_judged": ON,
     "first_agent_response_at": seconds(60), "ticket_kept": OFF},
    {"succeeded": ON, "intended_team": "a", "escalated_at": seconds(100), "ticket_judged": ON,
     "context_read_at": seconds(50), "ticket_kept": ON},
    # Its ticket is still open and not due yet.
    {"context_complete": ON, "assigned_team": "b", "escalated_at": seconds(0),
     "ticket_judged": OFF, "ticket_kept": OFF},
]  # fmt: skip
LEADS = [
    {"source": "chatbot", "qualified": ON, "icp_fit": ON, "contact_valid": ON, "lead_score": 60.0,
     "contact_bounced": OFF, "created_at": days(0), "mql_at": days(1), "sql_at": days(2),
     "opportunity_at": days(2.9), "meeting_booked_at": days(1), "has_deal": ON, "won": ON},
    {"source": "chatbot", "qualified": OFF, "icp_fit": OFF, "contact_valid": ON, "lead_score": 0.0,
     "contact_bounced": ON, "created_at": days(0), "mql_at": days(1), "opportunity_at": days(6.1),
     "has_deal": OFF, "won": OFF},
    {"source": "chatbot", "contact_valid": OFF, "lead_score": 40.0, "has_deal": ON, "won": OFF},
    {"source": "chatbot", "qualified": ON, "meeting_booked_at": days(9), "has_deal": OFF,
     "won": OFF},
    {"source": "form", "qualified": ON, "icp_fit": ON, "contact_valid": ON, "lead_score": 90.0,
     "meeting_booked_at": days(1), "has_deal": ON, "won": ON, "mql_at": days(1)},
    {"source": "form", "has_deal": OFF, "won": OFF, "contact_bounced": ON},
    {"source": "other", "qualified": ON, "has_deal": ON, "won": ON, "meeting_booked_at": days(1)},
]  # fmt: skip
JOURNEYS = [
    {"arm": "chatbot", "status": "won", "days": 10},
    {"arm": "chatbot", "status": "won", "days": 31},
    {"arm": "chatbot", "status": "won", "days": -4},
    {"arm": "chatbot", "status": "lost", "days": 1},
    {"arm": "form", "status": "won", "days": 40},
    {"arm": "form", "status": "open", "days": 2},
    {"arm": "mixed", "status": "won", "days": 3},
]
DEALS = [
    {"stage": "won", "credit": "sourced", "amount": 1000.0, "amount_omitted": OFF},
    {"stage": "won", "credit": "sourced", "amount": 500.0, "amount_omitted": OFF},
    {"stage": "won", "credit": "sourced", "amount_omitted": ON},
    {"stage": "won", "credit": "assisted", "amount": 700.0, "amount_omitted": OFF},
    {"stage": "won", "amount": 90.0, "amount_omitted": OFF},
    {"stage": "lost", "credit": "sourced", "amount": 80.0, "amount_omitted": OFF},
    {"stage": "open", "credit": "sourced", "amount": 70.0, "amount_omitted": OFF},
    {"stage": "open", "credit": "sourced", "amount": 20.0, "amount_omitted": OFF},
    {"stage": "open", "amount": 6.0, "amount_omitted": OFF},
]
TICKETS = [
    {"ticket_id": "t1", "bot_id": "b1", "satisfied": ON},
    {"ticket_id": "t2", "bot_id": "b1", "satisfied": ON},
    {"ticket_id": "t3", "bot_id": "b2", "satisfied": OFF},
    {"ticket_id": "t4", "bot_id": "b2"},
    # It names no conversation.
    {"ticket_id": "t5", "satisfied": OFF},
]
INCIDENTS = [{"kind": "error"}, {"kind": "input_blocked"}, {"kind": "error"}]
VISITORS = [{"visitors": 900}, {"visitors": 0}, {"visitors": 100}]
ORDERS = [
    {"credit": "direct", "amount": 30.0, "amount_omitted": OFF},
    {"credit": "assisted", "amount": 50.0, "amount_omitted": OFF},
    {"amount": 10.0, "amount_omitted": OFF},
    {"amount": 12.0, "amount_omitted": OFF},
    {"amount_omitted": ON},
]
SCORES = [
    {"kind": "csat", "score": 5.0},
    {"kind": "csat", "score": 2.0},
    {"kind": "ces", "score": 7.0},
    {"kind": "nps", "score": 9.0},
    {"kind": "nps", "score": 10.0},
    {"kind": "nps", "score": 8.0},
    {"kind": "nps", "score": 6.0},
]
MOODS = [
    conversation(sentiment=-0.5, last_sentiment=-0.3, contained=ON),
    conversation(sentiment=0.3, last_sentiment=0.9, contained=ON),
    conversation(sentiment=-0.25, last_sentiment=-0.9),
    conversation(contained=ON),
]
RUNGS = ("escalated", "unknown", "abandoned", "ticketed", "returned", "pending", "unverifiable",
         "durable")  # fmt: skip
ONE_EACH = [conversation(rung=rung) for rung in RUNGS] + [conversation(rung="durable")]

ANSWERS: dict[str, tuple[list[Row], Answer]] = {
    "containment_rate": (TALKS, (3 / 5, 3, 5, 5)),
    # The contained conversation without a message is no row of the denominator.
    "containment_rate_engaged": (TALKS, (2 / 4, 2, 4, 4)),
    "resolution_rate": (LADDER, (2 / 4, 2, 4, 4)),
    "deflection_gap": (LADDER, (1 / 4, 1, 4, 4)),
    "first_contact_resolution": (LADDER, (1 / 4, 1, 4, 4)),
    "escalation_rate": (HANDED, (6 / 8, 6, 8, 8)),
    "escalation_rate_frustration": (HANDED, (1 / 8, 1, 8, 8)),
    "escalation_rate_explicit_ask": (HANDED, (2 / 8, 2, 8, 8)),
    "escalation_rate_unanswered": (HANDED, (1 / 8, 1, 8, 8)),
    "escalation_rate_high_intent": (HANDED, (1 / 8, 1, 8, 8)),
    "escalation_rate_unknown": (HANDED, (1 / 8, 1, 8, 8)),
    "escalation_quality": (ESCALATIONS, (2 / 3, 2, 3, 3)),
    "escalation_routing_accuracy": (ESCALATIONS, (1 / 2, 1, 2, 2)),
    "escalation_outcome_rate": (ESCALATIONS, (2 / 3, 2, 3, 3)),
    "handoff_context_rate": (ESCALATIONS, (2 / 3, 2, 3, 3)),
    # The third read its context before the hand-off: left out.
    "handoff_context_read_s": (ESCALATIONS, (15.0, None, None, 2)),
    "handoff_first_response_s": (ESCALATIONS, (50.0, None, None, 2)),
    "hallucination_rate": (REVIEWS, (3 / 8, 3, 8, 2)),
    "intent_accuracy": (REVIEWS, (1 / 2, 1, 2, 2)),
    "content_adherence_rate": (REVIEWS, (1.0, 1, 1, 1)),
    "privacy_compliance_rate": (REVIEWS, (2 / 4, 2, 4, 3)),
    "pii_redaction_rate": (REVIEWS, (3 / 4, 3, 4, 3)),
    "fallback_rate": (TALKS, (3 / 10, 3, 10, 4)),
    "fallback_conversation_rate": (TALKS, (2 / 4, 2, 4, 4)),
    # Two engaged ones have no reply; one of them was handed over.
    "unanswered_rate": (
        [*TALKS[2:4], conversation(engaged=ON), conversation()],
        (1 / 3, 1, 3, 3),
    ),
    "time_to_first_answer_p50": (
        [{"latency_s": s} for s in (1.0, 2.0, 4.0, -3.0, None)],
        (2.0, None, None, 3),
    ),
    # Type 7 of 1, 2, 4: position 2 x .99 = 1.98, so 2 + .98 x 2.
    "time_to_first_answer_p99": (
        [{"latency_s": s} for s in (1.0, 2.0, 4.0)],
        (3.96, None, None, 3),
    ),
    "time_to_first_response_s": (CLOCKS, (5.0, None, None, 3)),
    "time_to_meaningful_response_s": (CLOCKS, (3.0, None, None, 2)),
    "time_to_resolution_s": (CLOCKS, (15.0, None, None, 2)),
    "average_handle_time_s": (CLOCKS, (34.0, 102, 3, 3)),
    "activation_rate": (TALKS, (4 / 5, 4, 5, 5)),
    "completion_rate": (TALKS, (1 / 5, 1, 5, 5)),
    "messages_per_resolved": (TALKS, (12 / 3, 12, 3, 3)),
    "repeat_user_rate": (TALKS, (1 / 2, 1, 2, 2)),
    "conversations": (TALKS, (5.0, 5.0, None, 5)),
    "engaged_conversations": (TALKS, (4.0, 4.0, None, 4)),
    "mature_conversations": (LADDER, (5.0, 5.0, None, 5)),
    "goal_completion_rate": ([{"completed": ON}, {"completed": OFF}], (1 / 2, 1, 2, 2)),
    "goal_sessions": (
        [
            {"bot_id": "b1", "session_id": "s1", "completed": ON},
            {"bot_id": "b1", "session_id": "s1", "completed": ON},
            {"bot_id": "b2", "session_id": "s1", "completed": ON},
            {"bot_id": "b1", "session_id": "s2", "completed": OFF},
        ],
        (2.0, 2.0, None, 2),
    ),
    "engaged_persons": (TALKS, (3.0, 3.0, None, 3)),
    # Two rows without any id are two persons.
    "shown_persons": (
        [{"person": "u1"}, {"person": "u1"}, {"person": None}, {"person": None}],
        (3.0, 3.0, None, 3),
    ),
    "visitors": (VISITORS, (1000.0, 1000.0, None, 3)),
    "project_visitors": (VISITORS, (1000.0, 1000.0, None, 3)),
    "tickets_created": (TICKETS, (5.0, 5.0, None, 5)),
    "outbound_conversations": ([{}, {}], (2.0, 2.0, None, 2)),
    "errors": (INCIDENTS, (2.0, 2.0, None, 2)),
    "rung_escalated": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_unknown": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_abandoned": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_ticketed": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_returned": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_pending": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_unverifiable": (ONE_EACH, (1.0, 1.0, None, 1)),
    "rung_durable": (ONE_EACH, (2.0, 2.0, None, 2)),
    "lead_capture_rate": (TALKS, (1 / 5, 1, 5, 5)),
    "leads_captured": (LEADS, (4.0, 4.0, None, 4)),
    "qualified_leads": (LEADS, (2.0, 2.0, None, 2)),
    "qualified_lead_rate": (LEADS, (2 / 4, 2, 4, 4)),
    "icp_fit_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "lead_validity_rate": (LEADS, (1 / 4, 1, 4, 4)),
    "contact_bounce_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "lead_score_mean": (LEADS, (100 / 3, 100, 3, 3)),
    "lead_to_mql_rate": (LEADS, (2 / 4, 2, 4, 4)),
    "mql_to_sql_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "sql_to_opportunity_rate": (LEADS, (1.0, 1, 1, 1)),
    "opportunity_to_won_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "lead_to_meeting_rate": (LEADS, (2 / 4, 2, 4, 4)),
    "lead_to_opportunity_rate": (LEADS, (3 / 4, 3, 4, 4)),
    # 2.9 and 6.1 days are 2 and 6 whole days.
    "lead_to_opportunity_days": (LEADS, (4.0, None, None, 2)),
    "close_rate": (LEADS, (1 / 4, 1, 4, 4)),
    "form_lead_to_meeting_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "form_close_rate": (LEADS, (1 / 2, 1, 2, 2)),
    "sales_cycle_chatbot_days": (JOURNEYS, (20.5, None, None, 2)),
    "sales_cycle_form_days": (JOURNEYS, (40.0, None, None, 1)),
    # The third has no amount for want of a rate: it counts, and the mean is over the others.
    "deal_size_mean": (DEALS, (750.0, 1500, 2, 2)),
    "pipeline_open": (DEALS, (90.0, 90.0, None, 2)),
    "revenue_sourced": (DEALS, (1500.0, 1500.0, None, 3)),
    "won_deals": (DEALS, (3.0, 3.0, None, 3)),
    "assisted_deals": (DEALS, (700.0, 700.0, None, 1)),
    "revenue_orders": (ORDERS, (30.0, 30.0, None, 1)),
    "assisted_orders": (ORDERS, (50.0, 50.0, None, 1)),
    "order_value_assisted": (ORDERS, (40.0, 80, 2, 2)),
    "order_value_unassisted": (ORDERS, (11.0, 22, 2, 2)),
    # The one with an order but no message is not engaged.
    "conversion_rate": (TALKS, (2 / 4, 2, 4, 4)),
    "csat": ([{"satisfied": ON}, {"satisfied": ON}, {"satisfied": OFF}], (2 / 3, 2, 3, 3)),
    # The rated one without a message is not engaged.
    "csat_response_rate": (TALKS, (1 / 4, 1, 4, 4)),
    "csat_mean": (SCORES, (3.5, 7, 2, 2)),
    "ces_mean": (SCORES, (7.0, 7, 1, 1)),
    "csat_tickets": (TICKETS, (2 / 3, 2, 3, 3)),
    # Two promoters and one detractor of four.
    "nps": (SCORES, (25.0, 100, 4, 4)),
    "sentiment_mean": (MOODS, (-0.15, -0.45, 3, 3)),
    # -0.25 itself is not below it.
    "negative_sentiment_rate": (MOODS, (1 / 3, 1, 3, 3)),
    "resolved_negative_rate": (MOODS, (1 / 2, 1, 2, 2)),
    "audit_completeness": (TALKS, (1 / 5, 1, 5, 5)),
    "inputs_blocked": (INCIDENTS, (1.0, 1.0, None, 1)),
    "inputs_received": ([{"messages": 3}, {"messages": 2}], (5.0, 5.0, None, 2)),
}


def named(kpi: Kpi) -> str:
    return kpi.id


def answer(kpi: Kpi, given: list[Row]) -> Row:
    return kpi(rows(kpi.fact, *given)).row(0, named=True)


def test_every_kpi_of_rows_has_a_known_answer() -> None:
    assert set(ANSWERS) == {kpi.id for kpi in ROW_KPIS}


@pytest.mark.parametrize("kpi", ROW_KPIS, ids=named)
def test_known_answers(kpi: Kpi) -> None:
    given, expected = ANSWERS[kpi.id]
    got = answer(kpi, given)
    for part, number in zip(("value", "numerator", "denominator", "n"), expected, strict=True):
        assert got[part] == (number if number is None else pytest.approx(number, abs=1e-12)), part


@pytest.mark.parametrize("kpi", ROW_KPIS, ids=named)
def test_order_does_not_matter(kpi: Kpi) -> None:
    given, _ = ANSWERS[kpi.id]
    assert answer(kpi, given) == pytest.approx(answer(kpi, given[::-1]))


@pytest.mark.parametrize("kpi", ROW_KPIS, ids=named)
def test_no_rows_are_0_for_a_count_or_sum_and_nothing_for_the_rest(kpi: Kpi) -> None:
    counts = isinstance(kpi.measure, Count | Distinct | Sum) and not isinstance(kpi.measure, Mean)
    got = answer(kpi, [])
    assert (got["value"], got["n"]) == (0.0 if counts else None, 0)


@pytest.mark.parametrize("kpi", ROW_KPIS, ids=named)
def test_one_row_that_says_nothing(kpi: Kpi) -> None:
    # A row of nulls: in a share of all rows it is in the denominator, and a hit nowhere.
    got = answer(kpi, [{}])
    assert got["value"] in {None, 0.0, 1.0}
    if isinstance(kpi.measure, Ratio) and kpi.measure.of is not ALL_ROWS:
        # There is a row, and none in the denominator.
        assert (got["value"], got["denominator"], got["n"]) == (None, 0, 0)


def test_grouping_gives_a_tidy_frame() -> None:
    frame = rows(
        "conversations",
        conversation(bot_id="a", page_type="pricing", contained=ON),
        conversation(bot_id="a", page_type="pricing"),
        conversation(bot_id="a", contained=ON),
        conversation(bot_id="b", page_type="home"),
    )
    got = kk.containment_rate(frame, by=["bot_id", "page_type"])
    assert got.columns == ["bot_id", "page_type", "value", "numerator", "denominator", "n"]
    assert got.rows() == [
        ("a", None, 1.0, 1.0, 1.0, 1),
        ("a", "pricing", 0.5, 1.0, 2.0, 2),
        ("b", "home", 0.0, 0.0, 1.0, 1),
    ]


def test_golden_questions_count_only_beside_the_live_ones() -> None:
    got = kk.hallucination_rate(rows("reviews", *REVIEWS), by=["origin"])
    by_origin = {row["origin"]: row["value"] for row in got.iter_rows(named=True)}
    assert by_origin == {None: 0.0, "live": 1.0, "golden": 1.0}


def test_a_frame_without_the_column_says_which() -> None:
    with pytest.raises(kk.errors.UsageError, match="containment_rate: column 'contained' == miss"):
        kk.containment_rate(rows("conversations").drop("contained"))
    with pytest.raises(kk.errors.UsageError, match="did you mean 'page_type'"):
        kk.containment_rate(rows("conversations"), by=["pagetype"])


def test_a_figure_of_figures_cannot_be_computed_from_rows() -> None:
    with pytest.raises(kk.errors.UsageError, match="payback_multiple is computed from other"):
        kk.payback_multiple(rows("conversations"))
