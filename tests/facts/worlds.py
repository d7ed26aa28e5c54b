"""Small made-up worlds with few ids and few instants, so that ties and edges are common."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.build import at

if TYPE_CHECKING:
    from tests.facts.plain import Data, Row

HOUR = dt.timedelta(hours=1)
MICRO = dt.timedelta(microseconds=1)
# Where the windows end: a day, a week and 14 and 90 days, to the microsecond.
STEPS = [
    dt.timedelta(0), MICRO, dt.timedelta(minutes=1), HOUR, 24 * HOUR - MICRO, 24 * HOUR,
    24 * HOUR + MICRO, 168 * HOUR - MICRO, 168 * HOUR, 168 * HOUR + MICRO, 336 * HOUR, 2160 * HOUR,
]  # fmt: skip

instants = st.builds(lambda a, b: at() + a + b, st.sampled_from(STEPS), st.sampled_from(STEPS[:6]))
bots = st.sampled_from(["b1", "b2"])
sessions = st.sampled_from(["s1", "s2", "s3", "s4"])
users = st.sampled_from([None, None, "u1", "u2"])
visitors = st.sampled_from([None, "v1", "v2"])
leads = st.sampled_from(["l1", "l2", "l3"])
maybe = st.one_of(st.none(), instants)


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """Rows with those columns."""
    return st.fixed_dictionaries(columns)


plain_events = rows(
    event=st.sampled_from(
        ["chat.message.user"] * 4 + ["chat.message.bot"] * 4 + ["chat.outcome"] * 3
        + ["chat.session_started", "chat.escalation", "chat.lead_created", "chat.widget_shown",
           "chat.error"]
    ),
    ts=instants, bot_id=bots, session_id=sessions, user_id=users, visitor_id=visitors,
    event_id=st.sampled_from([None, None, "e1", "e2"]),
    is_test=st.sampled_from([None] * 30 + [False, True]),
    page_type=st.sampled_from([None, "home", "docs"]),
    direction=st.sampled_from([None] * 4 + ["inbound", "outbound"]),
    message_id=st.sampled_from([None, None, "m1", "m2"]),
    intent=st.sampled_from([None, "i1"]),
    kind=st.sampled_from([None, "answer", "greeting", "fallback"]),
    first_token_at=maybe,
    outcome=st.sampled_from([None, "resolved_by_bot", "resolved_by_bot", "escalated", "abandoned"]),
    resolved_at=maybe, confirmed=st.sampled_from([None, None, True]),
    trigger=st.sampled_from([None, "frustration"]),
    lead_id=st.one_of(st.none(), leads),
)  # fmt: skip
talks = st.builds(
    lambda bot, session, start, user: [
        {"event": event, "ts": start + n * HOUR / 60, "bot_id": bot, "session_id": session,
         "user_id": user, "outcome": "resolved_by_bot" if event == "chat.outcome" else None}
        for n, event in enumerate(["chat.message.user", "chat.message.bot"] * 2 + ["chat.outcome"])
    ],
    bots, sessions, instants, users,
)  # fmt: skip
TABLES = {
    "tickets": rows(
        ticket_id=st.sampled_from(["t1", "t2", "t3"]), created_at=instants,
        session_id=st.one_of(st.none(), sessions), user_id=users,
    ),
    "leads": rows(
        lead_id=leads, created_at=instants,
        source=st.sampled_from(["chatbot", "form", "form", "other"]),
        bot_id=st.one_of(st.none(), bots), session_id=st.one_of(st.none(), sessions),
        user_id=users, first_form_fill_at=maybe,
    ),
    "orders": rows(
        order_id=st.sampled_from(["o1", "o2", "o3"]), ordered_at=instants, amount=st.just(10.0),
        session_id=st.one_of(st.none(), sessions), user_id=users, visitor_id=visitors,
        bot_id=st.one_of(st.none(), bots),
    ),
    "deals": st.builds(
        lambda row, stage, closed: row | ({"stage": stage, "closed_at": closed} if closed else {}),
        rows(
            deal_id=st.sampled_from(["d1", "d2", "d3"]), lead_id=leads, stage=st.just("open"),
            created_at=maybe, amount=st.just(100.0),
            order_id=st.sampled_from([None, "o1", "o2"]),
        ),
        st.sampled_from(["won", "won", "lost", "open"]),
        st.one_of(instants, instants, st.none()),
    ),
}  # fmt: skip


def _numbered(found: list[Row]) -> list[Row]:
    return [{"seq": place, **row} for place, row in enumerate(found)]


@st.composite
def worlds(draw: st.DrawFn) -> Data:
    """Tables of a small project; the tickets may be missing."""
    events = [e for talk in draw(st.lists(talks, max_size=4)) for e in talk]
    events += draw(st.lists(plain_events, max_size=14))
    data = {
        name: _numbered(draw(st.lists(of, min_size=draw(st.sampled_from([0, 2])), max_size=5)))
        for name, of in TABLES.items()
    }
    if draw(st.integers(0, 9)) == 0:
        del data["tickets"]
    return {"events": _numbered(draw(st.permutations(events))), **data}
