"""The contract's facts in plain Python: rows as dicts, loops, no frames.

Written from the contract alone, to be slow and obvious; the tests hold kpikit's facts against it
on made-up tables.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

Row = dict[str, Any]
Data = dict[str, list[Row]]
STAMP = {
    "events": "ts", "tickets": "created_at", "leads": "created_at", "deals": "created_at",
    "orders": "ordered_at",
}  # fmt: skip
ID = {
    "tickets": "ticket_id", "leads": "lead_id", "deals": "deal_id", "orders": "order_id",
}  # fmt: skip
DAY = dt.timedelta(days=1)
EARLY = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
USER, BOT = "chat.message.user", "chat.message.bot"


def see(data: Data, as_of: dt.datetime) -> Data:
    """Visible rows, each once."""
    seen: Data = {}
    for name, rows in data.items():
        kept: list[Row] = []
        for given in rows:
            row = dict(given)
            stamp = row.get(STAMP[name])
            if stamp is not None and stamp > as_of:
                continue
            if name == "deals" and row.get("closed_at") and row["closed_at"] > as_of:
                row["stage"] = "open"
            for key, value in row.items():
                if isinstance(value, dt.datetime) and value > as_of:
                    row[key] = None
            kept.append(row)
        kept.sort(key=lambda r: (r.get(STAMP[name]) or EARLY, r["seq"]))
        ids: set[Any] = set()
        seen[name] = []
        for row in kept:
            if name == "events":
                key = (row["bot_id"], row.get("session_id"), row.get("event_id"))
                known = row.get("event_id") is not None
            else:
                key, known = row[ID[name]], True
            if known and key in ids:
                continue
            ids.add(key)
            seen[name].append(row)
    return seen


def leave_out(data: Data, erased: set[str]) -> tuple[Data, set[Any]]:
    """Rows without test sessions, erased users and unanswered outbound sessions."""
    out, singles = set(), []
    for e in data["events"]:
        if e.get("is_test") or e.get("user_id") in erased:
            if e.get("session_id") is None:
                singles.append(e)
            else:
                out.add((e["bot_id"], e["session_id"]))
    names = {session for _, session in out}
    gone = {
        e.get("lead_id") for e in data["events"]
        if e["event"] == "chat.lead_created" and (e["bot_id"], e.get("session_id")) in out
    } - {None}  # fmt: skip

    def named(row: Row) -> bool:
        return row.get("session_id") in names or row.get("user_id") in erased

    gone |= {lead["lead_id"] for lead in data.get("leads", []) if named(lead)}
    kept: Data = {}
    for name, rows in data.items():
        if name == "events":
            kept[name] = [
                e for e in rows
                if (e["bot_id"], e.get("session_id")) not in out and e not in singles
            ]  # fmt: skip
        elif name in {"leads", "deals"}:
            kept[name] = [r for r in rows if r["lead_id"] not in gone]
        else:
            kept[name] = [r for r in rows if not named(r)]
    outbound = set()
    for key in {(e["bot_id"], e["session_id"]) for e in kept["events"] if e.get("session_id")}:
        own = [e for e in kept["events"] if (e["bot_id"], e.get("session_id")) == key]
        own = [e for e in own if e["event"] != "chat.widget_shown"]
        said = [e["direction"] for e in own if e.get("direction") is not None]
        if said[:1] == ["outbound"] and not any(e["event"] == USER for e in own):
            outbound.add(key)
    kept["events"] = [
        e for e in kept["events"] if (e["bot_id"], e.get("session_id")) not in outbound
    ]
    return kept, outbound


def conversation(events: list[Row]) -> Row:
    """One conversation from its events, which come by (ts, seq)."""

    def first(column: str) -> Any:
        return next((e[column] for e in events if e.get(column) is not None), None)

    seen: set[Any] = set()
    messages = []
    for e in events:
        if e["event"] in {USER, BOT}:
            key = (e["event"], e.get("message_id"))
            if key[1] is None or key not in seen:
                messages.append(e)
            seen.add(key)
    messages.sort(key=lambda e: (e["ts"], e["event"] == BOT, e["seq"]))
    users = [m for m in messages if m["event"] == USER]
    bots = [m for m in messages if m["event"] == BOT]
    asked = users[0]["ts"] if users else None
    replies = [b for b in bots if asked is not None and b["ts"] >= asked]
    real = [b for b in replies if (b.get("kind") or "answer") == "answer"]
    opened = [e["ts"] for e in events if e["event"] == "chat.session_started"]
    handed = [e for e in events if e["event"] == "chat.escalation"]
    ends = [e["ts"] for e in messages + handed]
    outcomes = [e for e in events if e["event"] == "chat.outcome" and e.get("outcome")]
    last = outcomes[-1] if outcomes else {}
    c: Row = {
        "bot_id": events[0]["bot_id"], "session_id": events[0]["session_id"],
        "started_at": opened[0] if opened else events[0]["ts"],
        "user_id": first("user_id"), "visitor_id": first("visitor_id"),
        "page_type": first("page_type"),
        "user_messages": len(users), "bot_messages": len(bots),
        "fallback_messages": sum(b.get("kind") == "fallback" for b in bots),
        "first_user_at": asked,
        "first_reply_at": replies[0]["ts"] if replies else None,
        "first_answer_at": real[0]["ts"] if real else None,
        "intent": users[0].get("intent") if users else None,
        "outcome": last.get("outcome"), "resolved_at": last.get("resolved_at"),
        "confirmed": bool(last.get("confirmed")),
        "trigger": handed[0].get("trigger") if handed else None,
    }  # fmt: skip
    c["person"] = c["user_id"] or c["visitor_id"] or c["session_id"]
    c["engaged"], c["completed"] = len(users) >= 1, len(users) >= 2
    c["meaningful"] = c["completed"] and c["first_answer_at"] is not None
    c["ended_at"] = max(ends) if ends else c["started_at"]
    c["escalated"] = bool(handed) or c["outcome"] == "escalated"
    c["contained"] = c["outcome"] == "resolved_by_bot" and not c["escalated"]
    c["closed_at"] = c["resolved_at"] or c["ended_at"]
    c["leads"] = {e.get("lead_id") for e in events if e["event"] == "chat.lead_created"} - {None}
    c["lead_created"] = any(e["event"] == "chat.lead_created" for e in events)
    c["answers"] = [
        ((b.get("first_token_at") or b["ts"]) - a["ts"]).total_seconds()
        for a, b in zip(messages, messages[1:], strict=False)
        if a["event"] == USER and b["event"] == BOT
    ]
    return c


def conversations(data: Data) -> list[Row]:
    """Every conversation."""
    by_key: dict[Any, list[Row]] = {}
    for e in data["events"]:
        if e["event"] != "chat.widget_shown" and e.get("session_id") is not None:
            by_key.setdefault((e["bot_id"], e["session_id"]), []).append(e)
    return [conversation(events) for events in by_key.values()]


def climb(found: list[Row], tickets: list[Row] | None, as_of: dt.datetime) -> None:
    """Put every conversation on its rung."""
    week, day = 7 * DAY, DAY
    linked = any(t.get("session_id") is not None for t in tickets or [])
    for c in found:
        c["mature"] = c["confirmed"] or c["closed_at"] + max(week, day) <= as_of
        c["linkable"] = c["confirmed"] or c["user_id"] is not None or linked
        c["ticketed"] = c["contained"] and any(
            (t.get("session_id") == c["session_id"] and t["created_at"] < c["closed_at"] + week)
            or (
                t.get("session_id") is None and t.get("user_id") is not None
                and t["user_id"] == c["user_id"]
                and c["closed_at"] <= t["created_at"] < c["closed_at"] + week
            )
            for t in tickets or []
        )  # fmt: skip
        c["returned"] = (
            c["contained"] and not c["ticketed"] and c["user_id"] is not None
            and any(
                o is not c
                and all(o[k] == c[k] for k in ("user_id", "bot_id", "intent"))
                and c["closed_at"] < o["started_at"] <= c["closed_at"] + day
                for o in found
            )
        )  # fmt: skip
        steps = [
            ("escalated", c["escalated"]), ("unknown", c["outcome"] is None),
            ("abandoned", not c["contained"]), ("ticketed", c["ticketed"]),
            ("returned", c["returned"]), ("pending", not c["mature"]),
            ("unverifiable", not c["linkable"]), ("durable", True),
        ]  # fmt: skip
        c["rung"] = next(name for name, holds in steps if holds)
        if tickets is None:
            c["ticketed"] = c["returned"] = None
            c["rung"] = c["rung"] if not c["contained"] else None


def of_session(session: str | None, bot: str | None, found: list[Row]) -> Row:
    """The conversation of a session: at the row's own bot, else the earliest."""
    own = [c for c in found if session is not None and c["session_id"] == session]
    own.sort(key=lambda c: (c["bot_id"] != bot, c["started_at"], c["bot_id"]))
    return own[0] if own else {}


def leads(data: Data, found: list[Row]) -> list[Row]:
    """Leads with session, bot and start."""
    done = []
    for row in data.get("leads", []):
        lead = dict(row)
        created = [
            e for e in data["events"]
            if e["event"] == "chat.lead_created" and e.get("lead_id") == lead["lead_id"]
        ]  # fmt: skip
        first = created[0] if created else {}
        lead["session_id"] = lead.get("session_id") or first.get("session_id")
        own = of_session(lead["session_id"], lead.get("bot_id"), found)
        lead["page_type"] = own.get("page_type")
        lead["bot_id"] = lead.get("bot_id") or own.get("bot_id") or first.get("bot_id")
        user = lead.get("user_id")
        starts = [
            c["started_at"] for c in found
            if lead["bot_id"] is not None and c["bot_id"] == lead["bot_id"]
            and c["started_at"] <= lead["created_at"]
            and (c["session_id"] == lead["session_id"] or (user and c["user_id"] == user))
        ]  # fmt: skip
        lead["start_at"] = lead["created_at"]
        if lead["source"] == "chatbot" and starts:
            lead["start_at"] = min(starts)
        if lead["source"] == "form":
            lead["start_at"] = lead.get("first_form_fill_at") or lead["created_at"]
        lead["talks"] = [
            c for c in found
            if c["meaningful"] and (
                lead["lead_id"] in c["leads"]
                or c["session_id"] == lead["session_id"] or (user and c["user_id"] == user)
            )
        ]  # fmt: skip
        done.append(lead)
    return done


def journeys(placed: list[Row], deals: list[Row], as_of: dt.datetime) -> list[Row]:
    """One per lead, with its deal."""
    done = []
    for lead in placed:
        own = [d for d in deals if d["lead_id"] == lead["lead_id"]]
        won = sorted(
            (d for d in own if d["stage"] == "won"), key=lambda d: (d["closed_at"], d["deal_id"])
        )
        newest = sorted(own, key=lambda d: (d.get("created_at") or EARLY, d["deal_id"]))
        deal = won[0] if won else newest[-1] if newest else {}
        status = deal.get("stage", "open")
        closed = deal["closed_at"] if status != "open" else None
        end = closed or as_of
        early = deal.get("created_at") is not None and deal["created_at"] < lead["start_at"]
        arm = "mixed"
        if lead["source"] == "chatbot" and not early:
            arm = "chatbot"
        if lead["source"] == "form" and not any(c["started_at"] < end for c in lead["talks"]):
            arm = "form"
        done.append(
            {
                "lead_id": lead["lead_id"], "bot_id": lead["bot_id"], "arm": arm,
                "start_at": lead["start_at"], "closed_at": closed, "status": status,
                "days": (end - lead["start_at"]) // DAY, "deal_id": deal.get("deal_id"),
            }
        )  # fmt: skip
    return done


def latest(talks: list[Row], t: dt.datetime, days: dict[str, int]) -> Row:
    """The latest meaningful conversation in its bot's window before t."""
    fit = [
        c for c in talks
        if c["meaningful"] and c["first_user_at"] < t
        and t - days[c["bot_id"]] * DAY <= c["started_at"] < t
    ]  # fmt: skip
    newest = max((c["started_at"] for c in fit), default=None)
    ties = [c for c in fit if c["started_at"] == newest]
    return min(ties, key=lambda c: (c["bot_id"], c["session_id"])) if ties else {}


def deals(data: Data, placed: list[Row], days: dict[str, int]) -> list[Row]:
    """Deals with their credit."""
    by_id = {lead["lead_id"]: lead for lead in placed}
    done = []
    for deal in data.get("deals", []):
        lead = by_id.get(deal["lead_id"])
        row = {"deal_id": deal["deal_id"], "stage": deal["stage"], "credit": None, "bot": None}
        if lead:
            early = deal.get("created_at") is not None and deal["created_at"] < lead["start_at"]
            closed = deal.get("closed_at") if deal["stage"] != "open" else None
            if lead["source"] == "chatbot" and not early:
                row |= {"credit": "sourced", "bot": lead["bot_id"]}
            elif closed and (c := latest(lead["talks"], closed, days)):
                row |= {"credit": "assisted", "bot": c["bot_id"]}
        done.append(row)
    return done


def orders(data: Data, found: list[Row], placed: list[Row]) -> list[Row]:
    """Orders that are no won deal, with their credit."""
    known = {lead["lead_id"] for lead in placed}
    sold = {
        d.get("order_id") for d in data.get("deals", [])
        if d["stage"] == "won" and d["lead_id"] in known
    }  # fmt: skip
    week = dict.fromkeys({c["bot_id"] for c in found}, 7)
    done = []
    for order in data.get("orders", []):
        if order["order_id"] in sold:
            continue
        t = order["ordered_at"]
        own = of_session(order.get("session_id"), order.get("bot_id"), found)
        meant = [c for c in found if c["meaningful"] and c["first_user_at"] < t]
        direct = of_session(order.get("session_id"), order.get("bot_id"), meant)
        user = order.get("user_id") or own.get("user_id")
        visitor = order.get("visitor_id") or own.get("visitor_id")
        talks = [
            c for c in found
            if (user and c["user_id"] == user) or (visitor and c["visitor_id"] == visitor)
        ]  # fmt: skip
        row = {
            "order_id": order["order_id"], "credit": None, "session": None, "bot": None,
            "bot_id": order.get("bot_id") or own.get("bot_id"),
            "page_type": own.get("page_type"),
        }  # fmt: skip
        for credit, c in (("direct", direct), ("assisted", latest(talks, t, week))):
            if c and row["credit"] is None:
                row |= {"credit": credit, "session": c["session_id"], "bot": c["bot_id"]}
        done.append(row)
    return done
