"""truth.json against the files: counted here with plain loops over what a user would open."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.demo.reading import AS_OF, BERLIN, Files, iso, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.demo.conftest import Demo

BOTS = ("support-bot", "sales-bot", "shop-bot")
RUNGS = ("escalated", "unknown", "abandoned", "ticketed", "returned", "pending", "unverifiable",
         "durable")  # fmt: skip
TRIGGERS = ("frustration", "explicit_ask", "unanswered", "high_intent", "unknown")
MONTHS = [f"{2025 + (3 + i) // 12}-{(3 + i) % 12 + 1:02d}" for i in range(19)]
Counts = Counter[tuple[str, str]]


@pytest.fixture(scope="module")
def files(demo: Demo) -> Files:
    return Files(demo.folder)


def differing(demo: Demo, name: str, found: Counts | dict[tuple[str, str], float]) -> list[str]:
    """The bots and months whose truth of this name is not what was found in the files."""
    planned = {(b, m): demo.months(b)[m][name] for b in BOTS for m in MONTHS}
    return [
        f"{name} of {bot} in {month}"
        for (bot, month), value in planned.items()
        if found.get((bot, month), 0) != pytest.approx(value, abs=0.005)
    ]


def count(pairs: Iterable[tuple[str, str]]) -> Counts:
    return Counter(pairs)


def test_conversations(demo: Demo, files: Files) -> None:
    tests = {
        "conversations": lambda talk: True,
        "engaged": lambda talk: talk.asked,
        "completed": lambda talk: len(talk.asked) >= 2,
        "meaningful": lambda talk: talk.meaningful,
        "contained": lambda talk: talk.contained,
        "escalated": lambda talk: talk.escalated,
        "mature": lambda talk: talk.mature,
        "linkable": lambda talk: talk.confirmed or talk.user,
        "lead_conversations": lambda talk: talk.of("chat.lead_created"),
    }
    for name, test in tests.items():
        talks = files.talks.values()
        assert (
            differing(demo, name, count((t.bot, month_of(t.start)) for t in talks if test(t))) == []
        )


def test_the_ladder(demo: Demo, files: Files) -> None:
    rungs = defaultdict(list)
    for talk in files.talks.values():
        rungs[files.rung(talk)].append((talk.bot, month_of(talk.start)))
    assert set(rungs) == set(RUNGS)
    for name in RUNGS:
        assert differing(demo, f"rung_{name}", count(rungs[name])) == []
    for bot in BOTS:
        for truth in demo.months(bot).values():
            assert sum(truth[f"rung_{name}"] for name in RUNGS) == truth["conversations"]


def test_resolution(demo: Demo, files: Files) -> None:
    judged, resolved, ticketed = [], [], []
    for talk in files.talks.values():
        linkable = talk.confirmed or talk.user
        if talk.mature and not (talk.contained and not linkable):
            key = talk.bot, month_of(talk.start)
            judged.append(key)
            rung = files.rung(talk)
            ticketed += [key] * (rung == "ticketed")
            resolved += [key] * (talk.contained and rung != "ticketed")
    assert differing(demo, "judged", count(judged)) == []
    assert differing(demo, "resolved", count(resolved)) == []
    assert differing(demo, "judged_ticketed", count(ticketed)) == []


def test_triggers(demo: Demo, files: Files) -> None:
    found = defaultdict(list)
    for talk in files.talks.values():
        if talk.escalated:
            trigger = talk.of("chat.escalation")[0].get("trigger", "unknown")
            found[trigger].append((talk.bot, month_of(talk.start)))
    assert set(found) == set(TRIGGERS)
    for trigger in TRIGGERS:
        assert differing(demo, f"escalated_{trigger}", count(found[trigger])) == []


def test_goals(demo: Demo, files: Files) -> None:
    attempted, completed = [], []
    for talk in files.talks.values():
        key = talk.bot, month_of(talk.start)
        states = {event["goal_status"] for event in talk.of("chat.goal")}
        attempted += [key] * bool(states)
        completed += [key] * ("completed" in states)
        assert len({event["goal"] for event in talk.of("chat.goal")}) <= 1
    assert differing(demo, "goals_attempted", count(attempted)) == []
    assert differing(demo, "goals_completed", count(completed)) == []


def test_messages(demo: Demo, files: Files) -> None:
    sums: dict[str, Counts] = defaultdict(Counter)
    for talk in files.talks.values():
        key = talk.bot, month_of(talk.start)
        bots = talk.of("chat.message.bot")
        sums["user_messages"][key] += len(talk.asked)
        sums["bot_messages"][key] += len(bots)
        sums["fallback_messages"][key] += sum(m.get("kind") == "fallback" for m in bots)
        sums["messages_of_contained"][key] += len(talk.messages) * talk.contained
        sums["answers"][key] += len(talk.waits)
    for name, found in sums.items():
        assert differing(demo, name, found) == []


def test_latency(demo: Demo, files: Files) -> None:
    waits = defaultdict(list)
    for talk in files.talks.values():
        waits[talk.bot, month_of(talk.start)] += talk.waits
    for (bot, month), seconds in waits.items():
        truth = demo.months(bot)[month]
        wanted = truth["latency_p50"], truth["latency_p99"]
        assert np.quantile(seconds, [0.5, 0.99]) == pytest.approx(wanted, abs=1e-6)


def test_ratings(demo: Demo, files: Files) -> None:
    rated, liked, twice = [], [], 0
    for talk in files.talks.values():
        ratings = talk.of("chat.survey")
        if ratings:
            last = ratings[-1]
            key = talk.bot, month_of(last["at"])
            rated.append(key)
            liked += [key] * (last.get("thumbs_up", last.get("csat_score", 0) >= 4))
            twice += len(ratings) > 1
    assert differing(demo, "rated", count(rated)) == []
    assert differing(demo, "satisfied", count(liked)) == []
    assert twice > 0


def lead_rows(files: Files) -> list[dict[str, Any]]:
    rows = files.csv("crm/leads.csv")
    return [row for row in rows if row["Chat session"] not in files.tests]


def test_leads(demo: Demo, files: Files) -> None:
    deals = {row["Lead"]: row for row in files.csv("crm/deals.csv")}
    marks = {
        "": lambda row: True,
        "_qualified": lambda row: row["Qualified"] == "yes",
        "_with_meeting": lambda row: row["Visit booked"],
        "_with_deal": lambda row: row["Lead ID"] in deals,
        "_won": lambda row: deals.get(row["Lead ID"], {}).get("Stage") == "Won",
    }
    for suffix, mark in marks.items():
        rows = [row for row in lead_rows(files) if mark(row)]
        months = [(row["Source"], month_of(iso(row["Created"]) or AS_OF)) for row in rows]
        own = count(("sales-bot", month) for source, month in months if source == "Chatbot")
        assert differing(demo, f"leads{suffix}", own) == []
        form = Counter(month for source, month in months if source == "Web form")
        for month in MONTHS:
            assert demo.truth["project"][month][f"form_leads{suffix}"] == form[month]


def won_deals(files: Files) -> list[dict[str, Any]]:
    """Won deals with their lead."""
    leads = {row["Lead ID"]: row for row in lead_rows(files)}
    rows = files.csv("crm/deals.csv")
    won = [row for row in rows if row["Stage"] == "Won" and row["Lead"] in leads]
    closed = [dt.datetime.fromtimestamp(int(row["Closed"]) / 1e3, dt.UTC) for row in won]
    return [{**leads[row["Lead"]], **row, "at": at} for row, at in zip(won, closed, strict=True)]


def test_deals(demo: Demo, files: Files) -> None:
    found: dict[str, Counts] = defaultdict(Counter)
    money: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    ninety = dt.timedelta(days=90)
    for deal in won_deals(files):
        how = "sourced" if deal["Source"] == "Chatbot" else "assisted"
        met = [talk for talk in files.by_user.get(deal["Customer"], ()) if talk.meaningful]
        if how == "assisted" and not any(deal["at"] - ninety <= t.start < deal["at"] for t in met):
            continue
        key = "sales-bot", month_of(deal["at"])
        found[how][key] += 1
        money[how][key] += float(deal["Amount"])
    for how in ("sourced", "assisted"):
        assert found[how]
        assert differing(demo, f"won_{how}", found[how]) == []
        assert differing(demo, f"revenue_{how}_deals", money[how]) == []


def test_published_cycle(demo: Demo, files: Files) -> None:
    days = defaultdict(list)
    for deal in won_deals(files):
        met = [talk for talk in files.by_user.get(deal["Customer"], ()) if talk.meaningful]
        chatted = any(talk.start < deal["at"] for talk in met)
        if deal["Source"] == "Chatbot":
            start = min(talk.start for talk in files.by_user[deal["Customer"]])
            days["chatbot", month_of(deal["at"])].append((deal["at"] - start).days)
        elif deal["Source"] == "Web form" and not chatted:
            form = iso(deal["Form filled"]) or AS_OF
            days["form", month_of(deal["at"])].append((deal["at"] - form).days)
    for month in MONTHS:
        for arm in ("chatbot", "form"):
            truth = demo.truth["project"][month]
            assert truth[f"cycle_{arm}_n"] == len(days[arm, month])
            median = statistics.median(days[arm, month]) if days[arm, month] else None
            assert truth[f"cycle_{arm}_days"] == median


def test_orders(demo: Demo, files: Files) -> None:
    found: dict[str, Counts] = defaultdict(Counter)
    money: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for order in files.orders:
        credit = files.credit(order)
        if credit:
            key = credit[1], month_of(order["placed_at"])
            found[credit[0]][key] += 1
            money[credit[0]][key] += order["total"]
    for how in ("direct", "assisted"):
        assert differing(demo, f"orders_{how}", found[how]) == []
        assert differing(demo, f"revenue_{how}_orders", money[how]) == []
    months = Counter(month_of(order["placed_at"]) for order in files.orders)
    assert {m: demo.truth["project"][m]["orders"] for m in MONTHS} == {m: months[m] for m in MONTHS}


def test_reviews(demo: Demo, files: Files) -> None:
    rows = files.csv("reviews.csv")
    kinds = ("hallucination", "intent", "adherence", "redaction", "consent")
    assert {row["kind"] for row in rows} == set(kinds)
    for kind in kinds:
        mine = [row for row in rows if row["kind"] == kind]
        months = [(row["bot_id"], month_of(iso(row["item_at"]) or AS_OF)) for row in mine]
        assert differing(demo, f"{kind}_reviews", count(months)) == []
        pairs = zip(mine, months, strict=True)
        assert (
            differing(
                demo, f"{kind}_wrong", count(m for row, m in pairs if row["passed"] == "false")
            )
            == []
        )
    for row in rows:
        talk = files.talks[row["session_id"]]
        # Consent is a matter of the whole conversation; the other kinds judge one answer.
        texts = {message["message_id"] for message in talk.messages}
        assert row["message_id"] in ({""} if row["kind"] == "consent" else texts)
        assert row["item_at"] < row["reviewed_at"] <= f"{AS_OF:%Y-%m-%dT%H:%M:%S}Z"


def test_costs(demo: Demo, files: Files) -> None:
    centres = {"Support Bot": "support-bot", "Sales Bot": "sales-bot", "Shop Bot": "shop-bot"}
    accounts = {"Licences": "subscription", "Staff": "people", "Integration work": "integration",
                "AI usage": "ai_api", "Hosting": "hosting", "Maintenance": "maintenance",
                "Development": "development"}  # fmt: skip
    costs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    talks = count((talk.bot, month_of(talk.start)) for talk in files.talks.values())
    for row in files.csv("costs.csv"):
        if row["Account"] not in accounts:
            continue
        first = dt.datetime.strptime(row["Booked"], "%d/%m/%Y").date()
        until = dt.datetime.strptime(row["Until"] or row["Booked"], "%d/%m/%Y").date()
        days = [first + dt.timedelta(days=n) for n in range((until - first).days + 1)]
        for day in days:
            part, month = float(row["Amount"]) / len(days), f"{day:%Y-%m}"
            for bot in BOTS:
                everyone = sum(talks[other, month] for other in BOTS)
                shared = talks[bot, month] / everyone if everyone else 0.0
                share = shared if row["Cost centre"] == "All bots" else (
                    centres[row["Cost centre"]] == bot
                )  # fmt: skip
                costs[bot, month][accounts[row["Account"]]] += part * share
    for bot in BOTS:
        for month in MONTHS[:-1]:
            truth = demo.months(bot)[month]
            assert truth["total_cost"] == pytest.approx(costs[bot, month].total(), abs=1e-3)
            for category, amount in truth["costs"].items():
                assert costs[bot, month][category] == pytest.approx(amount, abs=1e-3)


def test_row_counts(demo: Demo, files: Files) -> None:
    rows = demo.truth["rows"]
    bad = sum(event.get("event_id", "").startswith("bad") for event in files.lines)
    assert bad == rows["events_bad"]
    assert len(files.lines) == rows["events"] + rows["events_redelivered"] + bad
    assert len(files.events) == rows["events"]
    assert len(files.all_talks) == rows["conversations"]
    assert len(files.csv("tickets.csv", delimiter=";")) == rows["tickets"] + 2
    assert len(files.csv("costs.csv")) == rows["costs"] + 1
    for name, file in (("leads", "crm/leads.csv"), ("deals", "crm/deals.csv"),
                       ("reviews", "reviews.csv"), ("traffic", "traffic.csv"),
                       ("changes", "changes.csv")):  # fmt: skip
        assert len(files.csv(file)) == rows[name]
    assert len(files.parquet("orders.parquet")) == rows["orders"]


def test_holdout(demo: Demo, files: Files) -> None:
    units = files.parquet("assignments.parquet")
    assert len({unit["unit_id"] for unit in units}) == len(units)
    for arm, truth in demo.truth["holdout"].items():
        mine = [unit for unit in units if unit["arm"] == arm]
        assert len(mine) == truth["visitors"]
        assert sum(unit["converted"] for unit in mine) == truth["converted"]
    start = dt.datetime(2026, 7, 1, tzinfo=BERLIN)
    end = dt.datetime(2026, 10, 1, tzinfo=BERLIN)
    treated = {unit["unit_id"] for unit in units if unit["arm"] == "treatment"}
    chatted = {
        talk.first("visitor_id")
        for talk in files.talks.values()
        if talk.bot == "shop-bot" and start <= talk.start < end
    }
    assert chatted <= treated
    spent: Counter[str] = Counter()
    for order in files.orders:
        if start <= order["placed_at"] < end:
            spent[order["browser"]] += order["total"]
    for unit in units:
        assert start <= unit["assigned_at"] < end
        if unit["converted"]:
            assert unit["revenue"] == pytest.approx(spent[unit["unit_id"]])


def test_nothing_is_later_than_the_end_of_the_data(files: Files) -> None:
    assert max(event["at"] for event in files.events) == AS_OF
    assert all(order["placed_at"] <= AS_OF for order in files.orders)
    for row in files.csv("crm/leads.csv"):
        assert all(value <= "2026-10-03T06" for name, value in row.items() if value[:3] == "202")
    assert max(max(moments) for moments in files.tickets.values()) <= AS_OF
