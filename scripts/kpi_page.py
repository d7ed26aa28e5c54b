"""Write docs/kpis.md, the catalogue of KPIs, from their declarations.

python scripts/kpi_page.py
"""

from __future__ import annotations

from pathlib import Path

from kpikit.config import BOT_TYPES
from kpikit.headline import PAIRS, headline
from kpikit.kpi import Kpi, own_kpis, registry
from kpikit.kpi.about import entry

PAGE = Path(__file__).resolve().parent.parent / "docs" / "kpis.md"
STAGES = {
    "quality": "Conversation quality",
    "engagement": "Engagement",
    "leads": "Lead capture",
    "outcomes": "Business outcomes",
    "experience": "Experience",
    "governance": "Governance",
}
TOP = """\
# KPIs

Written by `scripts/kpi_page.py` from the declarations in `kpikit/kpis/`; `kpikit kpis ID` and
`kk.<id>?` in a notebook say the same.

Each KPI has one id and one meaning. Four guides to chatbot KPIs stand behind the list: those of
Chatmount, ChatReact, Viva and WotNot. Where they disagree, every reading has an id of its own.

**How to read a band.** What a guide calls good is good, what it calls bad is bad, and what it
leaves open between the two reads as watch. Where higher is better, the upper end of a range that a
guide names does not judge. Where there is no band, the entry says why; a target of your own never
changes a verdict.

**Change of meaning.** A change raises the version and is noted with its day, `Kpi.breaks` in code.
Every run computes all its periods with the meaning of its own day, so one report never mixes two;
the results table of a run keeps the version it was computed with. A history is marked where the
meaning changed; where the declaration keeps the old measure (`Former` in its `history`), the report
shows the figures by both over all its periods.
"""
RULES = """\
## Rules that no single KPI can tell

- Start from the outcome that the bot is there for, and write down what would count as success.
- At most six figures at the top, at least one each of adoption, performance, experience and
  business: more are not read, and an area without any is a blind spot.
- Look daily at the health of the service only (conversations, errors, fallbacks, hand-offs); daily
  figures of all KPIs are noise.
- Do not judge a bot in its first thirty days.
- Name an owner for each target, and use one definition in all departments.
- Leaders want outcomes, not activity.
- Numbers show patterns, transcripts show the reason: read some of each figure that is bad.
- A figure that nobody acts on need not be tracked; when one moves, ask why and note what changed.
"""


def page() -> str:
    """The page, whole."""
    published = tuple(kpi for kpi in registry().published() if kpi not in own_kpis())
    parts = [TOP, _changes(published), _headlines(), _pairs(), RULES, _contents(published)]
    for stage, title in STAGES.items():
        entries = [entry(kpi) for kpi in published if kpi.stage == stage]
        parts.append("\n\n".join([f"## {title}", *entries]))
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _link(kpi_id: str) -> str:
    return f"[{registry()[kpi_id].title}](#{kpi_id})"


def _changes(published: tuple[Kpi, ...]) -> str:
    """The changes of meaning so far, newest first."""
    found = [(one.day, kpi, one) for kpi in published for one in kpi.breaks]
    newest = sorted(found, key=lambda row: row[0], reverse=True)
    lines = [f"- {day}: {_link(kpi.id)}, version {b.version}: {b.note}" for day, kpi, b in newest]
    return "\n\n".join(["## Changes so far", "\n".join(lines)]) if lines else ""


def _headlines() -> str:
    """The few figures at the top, by type of bot."""
    lines = [
        f"- **{bot_type}**: {', '.join(map(_link, headline(bot_type)))}"
        for bot_type in (*BOT_TYPES, "portfolio")
    ]
    intro = "`headline:` of a bot in `kpikit.yml` replaces the set of its type."
    return "\n\n".join(["## At the top of a report", intro, "\n".join(lines)])


def _pairs() -> str:
    """What misleads when read alone."""
    lines = [f"- {_link(pair.first)} with {_link(pair.second)}: {pair.why}." for pair in PAIRS]
    return "\n\n".join(["## Read together", "\n".join(lines)])


def _contents(published: tuple[Kpi, ...]) -> str:
    """Every KPI by stage, with its id and what it is best read for."""
    lines = ["## All KPIs"]
    for stage, title in STAGES.items():
        rows = [kpi for kpi in published if kpi.stage == stage]
        head = f"**{title}** ({len(rows)})\n\n| KPI | id | better | read |\n|---|---|---|---|"
        body = [
            f"| {_link(kpi.id)} | `{kpi.id}` | {kpi.better or '-'} | {', '.join(kpi.cadence)} |"
            for kpi in rows
        ]
        lines.append("\n".join([head, *body]))
    return "\n\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
