"""The pages that lead to the reports: one for each run, one for all runs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kpikit import findings, labels
from kpikit.context import PORTFOLIO
from kpikit.html.markup import Html, emphasised, join, tag
from kpikit.html.masthead import style
from kpikit.html.symbols import judgement, state
from kpikit.run.plan import PORTFOLIO_FOLDER
from kpikit.run.publish import read_latest
from kpikit.run.record import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kpikit.run.plan import Plan
    from kpikit.run.worker import Outcome
    from kpikit.snapshot import Snapshot
    from kpikit.view import Result, View

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
# What the report's style sheet does not know: the frame of the page and the list of links.
OWN_STYLE = """
body { margin: 0; background: var(--bg); }
main, .kk-page > header, .kk-page > footer { max-width: 1120px; margin: 0 auto; padding: 0 40px; }
.kk-skip { position: absolute; left: -999px; }
.kk-skip:focus { left: 8px; top: 8px; background: var(--bg); color: var(--ink); padding: 8px; }
.kk:not(#_) .kk-links { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none;
  margin-top: 12px; font-size: .875rem; }
.kk:not(#_) .kk-links a { color: var(--blue); }
.kk:not(#_) .kk-heads th:first-child { width: 40%; }
.kk:not(#_) .kk-heads .kk-num { width: 15%; }
.kk:not(#_) .kk-proof > .kk-note { margin-top: 20px; }
.kk:not(#_) .kk-verdict > div { margin-top: 28px; }
.kk:not(#_) h2 a { text-decoration: none; }
.kk:not(#_) h2 a:hover { text-decoration: underline; }
@media (max-width: 641px) {
  main, .kk-page > header, .kk-page > footer { padding: 0 20px; }
  .kk:not(#_) .kk-runs :is(th, td):is(:first-child, :last-child) { display: none; }
}
"""
NAMES = {"report.html": "Report", "report.ipynb": "Notebook", "deck.pptx": "Deck (PowerPoint)"}


def run_page(snapshot: Snapshot, plan: Plan, outcomes: Mapping[str, Outcome]) -> str:
    """The page of a run: every bot with its verdict, headline numbers and files."""
    context = snapshot.context
    period = labels.period(plan.period.id)
    moment = labels.moment(plan.as_of, context.timezone)
    views = [snapshot.view(bot, plan.period.id) for bot in outcomes]
    chosen = [view for view in views if view.bot.id != PORTFOLIO]
    chosen = chosen or views
    whole = snapshot.view(PORTFOLIO, plan.period.id)
    lede = join(*(tag("p", emphasised(text), class_="kk-lede") for text in _ledes(plan, outcomes)))
    blocks = [_bot(view, outcomes[view.bot.id]) for view in chosen]
    parts = [
        _masthead(context.company, plan, moment),
        tag(
            "main",
            _verdict(f"{context.company}, {period}", findings.verdict(whole).title, lede),
            _bot(whole, outcomes[PORTFOLIO]) if PORTFOLIO in outcomes else None,
            *blocks,
            _unlisted(snapshot, plan),
            id="main",
        ),
        _footer(tag("a", "All runs", href="../../../index.html")),
    ]
    return page(f"{context.company}, {period}", parts)


def _ledes(plan: Plan, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """Say what a reader must know before any number."""
    failed = sum(bool(outcome.error) for outcome in outcomes.values())
    if failed:
        yield f"{failed} of {len(outcomes)} could not be made in full; the others are whole."
    if plan.as_of < plan.period.end:
        yield "The period had not ended in the data: every figure is provisional."


def _bot(view: View, outcome: Outcome) -> Html:
    """One bot: what the period says of it, its headline, its files."""
    portfolio = view.bot.id == PORTFOLIO
    name = "All bots together" if portfolio else view.bot.name
    folder = PORTFOLIO_FOLDER if portfolio else view.bot.id
    report = f"{folder}/report.html"
    heading = tag("a", name, href=report) if report in outcome.files else name
    words = tag(
        "div",
        tag("p", "Portfolio" if portfolio else view.bot.type, class_="kk-eyebrow"),
        tag("h2", heading, id=f"kk-{folder}"),
        None if portfolio else tag("p", emphasised(findings.verdict(view).title)),
        class_="kk-words",
    )
    error = tag("p", state("bad", f"Failed: {outcome.error}")) if outcome.error else None
    proof = tag("div", error, _headline(view), _data(view), _links(outcome), class_="kk-proof")
    inside = tag("div", words, proof, class_="kk-in")
    return tag("section", inside, class_="kk", aria_labelledby=f"kk-{folder}")


def _headline(view: View) -> Html | None:
    """The few KPIs at the top of the report, one a row."""
    rows = [tag("tr", *_cells(row)) for row in view.headline()]
    if not rows:
        return None
    heads = ("measure", "value", "before", "verdict")
    numeric = {"value", "before"}
    head = [tag("th", h, scope="col", class_="kk-num" if h in numeric else None) for h in heads]
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows), class_="kk-heads")


def _cells(row: Result) -> Iterator[Html]:
    """Name, value, prior value and verdict of a KPI."""
    yield tag("th", row.kpi.title, scope="row")
    yield tag("td", row.text, class_="kk-num kk-now")
    yield tag("td", row.format(row.prior_value), class_="kk-num kk-dim")
    yield tag("td", judgement(row, cell=True))


def _data(view: View) -> Html:
    """The state of the data behind a bot, as the report's own section says it."""
    return tag("p", "Data: ", findings.quality(view).title, class_="kk-note")


def _links(outcome: Outcome) -> Html | None:
    """Links to what was made."""
    items = [
        tag("li", tag("a", NAMES[file.rsplit("/", 1)[-1]], href=file)) for file in outcome.files
    ]
    return tag("ul", *items, class_="kk-links") if items else None


def _unlisted(snapshot: Snapshot, plan: Plan) -> Html | None:
    """Name the bots that the data hold and this run has no report on."""
    others = [bot.id for bot in snapshot.context.bots if bot.id not in plan.bots]
    if not others:
        return None
    text = (
        f"Without a report in this run: {', '.join(others)}. Their numbers are in results.parquet; "
        "a bot gets a report when kpikit.yml lists it."
    )
    return tag("section", tag("p", text, class_="kk-note"), class_="kk")


def runs_page(reports: Path) -> str:
    """The page of all runs in a reports folder, newest period first."""
    rows = []
    for folder, record in sorted(_runs(reports), key=_newest, reverse=True):
        rows.append(tag("tr", *_run_cells(reports, folder, record)))
    heads = ("cadence", "period", "as of", "reports", "run")
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    table = tag("table", head, tag("tbody", *rows), class_="kk-runs")
    inside = table if rows else tag("p", "No run yet.")
    companies = {record["company"]: None for _, record in _runs(reports)}
    company = ", ".join(companies)
    main = tag("main", _verdict(company, "All runs", tag("div", inside)), id="main")
    return page("All runs", [main, _footer("")])


def _runs(reports: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Find the runs of a reports folder; what is being written starts with a dot."""
    for path in reports.glob("*/*/[!.]*/run.json"):
        record = None if path.parent.is_symlink() else read_record(path.parent)
        if record is not None:
            yield path.parent, record


def _newest(item: tuple[Path, dict[str, Any]]) -> tuple[str, ...]:
    """Order by period, then by when a run was made."""
    _, record = item
    return record["period"], record["cadence"], record["now"], record["run_id"]


def _run_cells(reports: Path, folder: Path, record: Mapping[str, Any]) -> Iterator[Html]:
    """What one run is, as cells."""
    place = folder.relative_to(reports).as_posix()
    moment = labels.moment(dt.datetime.fromisoformat(record["as_of"]), record["timezone"])
    bots = record["bots"].values()
    done = sum(row["status"] == "done" for row in bots)
    current = read_latest(folder.parent) == folder.name
    yield tag("td", record["cadence"])
    link = tag("a", labels.period(record["period"]), href=f"{place}/index.html")
    newest = tag("span", " latest", class_="kk-dim") if current else None
    yield tag("th", link, newest, scope="row")
    yield tag("td", moment)
    yield tag("td", state("good" if done == len(bots) else "bad", f"{done} of {len(bots)}"))
    yield tag("td", folder.name, class_="kk-dim")


def page(title: str, parts: list[Html]) -> str:
    """A whole page in the look of the report: no script, nothing from elsewhere."""
    head = tag(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        style(),
        tag("style", Html(OWN_STYLE)),
    )
    skip = tag("a", "Skip to the content", class_="kk-skip", href="#main")
    body = tag("body", skip, tag("div", *parts, class_="kk-page kk"), class_="kk-page kk-root")
    return f'<!DOCTYPE html>\n<html lang="en">{head}{body}</html>\n'


def _masthead(company: str, plan: Plan, moment: str) -> Html:
    """The line at the top."""
    period = tag("b", labels.period(plan.period.id))
    parts = (
        tag("span", tag("b", company)),
        tag("span", f"{plan.cadence.capitalize()} reports, ", period),
        tag("span", f"As of {moment}"),
    )
    return tag("header", tag("div", *parts, class_="kk-mast"))


def _verdict(eyebrow: str, title: str, below: Html) -> Html:
    """The page's first heading with what stands under it."""
    return tag(
        "div",
        tag("p", eyebrow, class_="kk-eyebrow"),
        tag("h1", title),
        below,
        class_="kk-verdict",
    )


def _footer(link: object) -> Html:
    """The line at the bottom."""
    return tag("footer", tag("div", link, class_="kk-foot"))
