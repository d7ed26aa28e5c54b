"""Write the whole demo: a project folder with data, kpikit.yml and the truths behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.demo import company, faults
from kpikit.demo.book import Plans
from kpikit.demo.chats import plan_chats
from kpikit.demo.clock import LocalClock
from kpikit.demo.costs import bookings, costs_table
from kpikit.demo.crm import deals_table, leads_table, plan_leads
from kpikit.demo.draw import generator
from kpikit.demo.endings import end_chats
from kpikit.demo.events import all_events
from kpikit.demo.holdout import assignments_table, planted
from kpikit.demo.lines import lines, named, write_gzip
from kpikit.demo.log import Log
from kpikit.demo.people import assign_users
from kpikit.demo.project import project_file
from kpikit.demo.reviews import plan_reviews, reviews_table
from kpikit.demo.shop import orders_table, plan_orders
from kpikit.demo.site import changes_table, traffic_table
from kpikit.demo.talks import hold_talks
from kpikit.demo.tickets import tickets_table
from kpikit.demo.truth import truths

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20261003


@dataclass(frozen=True)
class DemoSummary:
    """What was written: where, and how much of it."""

    directory: Path
    config: Path
    truth: Path
    rows: dict[str, int]


def write_demo(directory: Path, *, seed: int = SEED, scale: float = 1.0) -> DemoSummary:
    """Write the project folder of a made-up company with three chatbots.

    Args:
        directory: made where it is missing; files of an earlier demo are overwritten.
        seed: decides every draw; the same seed and scale give the same bytes.
        scale: size of the data; 1 is about 60,000 conversations over 18 months.

    Returns:
        Where the parts are, and the rows of each table.
    """
    (directory / "data" / "events").mkdir(parents=True, exist_ok=True)
    (directory / "data" / "crm").mkdir(exist_ok=True)
    plans = plan_demo(seed=seed, scale=scale)
    rows = _write_events(directory, plans.log, seed=seed)
    rows |= _write_tables(directory, plans, seed=seed, scale=scale)
    config, truth = directory / "kpikit.yml", directory / "truth.json"
    config.write_text(project_file(), encoding="utf-8")
    head = {"company": company.COMPANY, "as_of": company.AS_OF.isoformat(), "seed": seed,
            "scale": scale, "timezone": company.TIMEZONE, "rows": rows,
            "holdout": planted(scale)}  # fmt: skip
    truth.write_text(json.dumps(head | truths(plans), indent=1) + "\n", encoding="utf-8")
    return DemoSummary(directory=directory, config=config, truth=truth, rows=rows)


def plan_demo(*, seed: int = SEED, scale: float = 1.0) -> Plans:
    """Plan everything, before a file is written; ``write_demo`` says what the options mean."""
    clock = LocalClock(company.TIMEZONE, first=company.CRM_FIRST_MONTH, last=company.OPEN_MONTH)
    chats = plan_chats(generator(seed, 1), clock, scale=scale)
    talks = hold_talks(generator(seed, 2), clock, chats)
    log = Log(
        chats=chats, talks=talks, user=assign_users(generator(seed, 3), chats),
        endings=end_chats(generator(seed, 4), clock, chats=chats, talks=talks),
    )  # fmt: skip
    return Plans(
        clock=clock, log=log, ledger=bookings(clock, scale=scale),
        leads=plan_leads(generator(seed, 5), clock, log=log, scale=scale),
        orders=plan_orders(generator(seed, 6), clock, log=log, scale=scale),
        reviews=plan_reviews(generator(seed, 7), clock, log=log, scale=scale),
    )  # fmt: skip


def _write_events(directory: Path, log: Log, *, seed: int) -> dict[str, int]:
    """Write the chat log, a file a month, with its faults."""
    events = all_events(generator(seed, 11), log)
    good = lines(events, bot=named(company.BOT_IDS, log.chats.bot), session=log.session)
    again = faults.redelivered(generator(seed, 12), good)
    bad = faults.bad_events(log)
    texts = {
        directory / "data" / "events" / f"events-{month}.ndjson.gz": "\n".join(part["line"]) + "\n"
        for (month,), part in pl.concat([good, again, bad]).group_by("month", maintain_order=True)
    }
    write_gzip(texts)
    rows = {"events": good.height, "events_redelivered": again.height, "events_bad": bad.height}
    return rows | {"conversations": len(log.chats)}


def _write_tables(directory: Path, plans: Plans, *, seed: int, scale: float) -> dict[str, int]:
    """Write every other table in the format its owner exports."""
    data, log = directory / "data", plans.log
    tickets = tickets_table(generator(seed, 13), plans.clock, log=log, scale=scale)
    leads = leads_table(generator(seed, 14), plans.leads, log)
    tables: dict[str, Any] = {
        "tickets": tickets, "leads": leads, "deals": deals_table(plans.leads),
        "orders": orders_table(plans.orders, log), "costs": costs_table(plans.ledger),
        "reviews": reviews_table(generator(seed, 15), plans.reviews, log),
        "assignments": assignments_table(generator(seed, 16), plans, scale=scale),
        "traffic": traffic_table(generator(seed, 17), plans), "changes": changes_table(),
    }  # fmt: skip
    csv = tickets.write_csv(separator=";") + faults.bad_tickets()
    (data / "tickets.csv").write_text(csv, encoding="utf-8")
    (data / "costs.csv").write_text(
        tables["costs"].write_csv() + faults.bad_costs(), encoding="utf-8"
    )
    for name in ("reviews", "traffic", "changes"):
        tables[name].write_csv(data / f"{name}.csv")
    leads.write_csv(data / "crm" / "leads.csv")
    tables["deals"].write_csv(data / "crm" / "deals.csv")
    tables["orders"].write_parquet(data / "orders.parquet")
    tables["assignments"].write_parquet(data / "assignments.parquet")
    return {name: table.height for name, table in tables.items()}
