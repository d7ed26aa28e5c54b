"""Count what the STAR files hold, with the standard library alone.

A second opinion on kpikit's numbers: it shares no code with it and reads the raw files, so a
mistake in the mapping of `kpikit.yml` shows as a difference.

    python examples/star/facts.py [FOLDER]
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

CHAT = {("User", "utter"): "user", ("Wizard", "utter"): "bot", ("Wizard", "pick_suggestion"): "bot"}

Message = tuple[int, str, int]  # second, role, seq


def read_rows(folder: Path, pattern: str) -> list[dict[str, str]]:
    """Rows of all files that match, in the order of their names."""
    rows: list[dict[str, str]] = []
    for path in sorted(folder.glob(pattern)):
        with path.open(newline="", encoding="utf-8") as file:
            rows.extend(csv.DictReader(file))
    return rows


def messages_by_dialogue(events: list[dict[str, str]]) -> dict[str, list[Message]]:
    """Chat messages of each dialogue; those of one second have the user's first, then by seq."""
    found: dict[str, list[Message]] = defaultdict(list)
    for row in events:
        role = CHAT.get((row["agent"], row["action"]))
        if role:
            found[row["dialogue_id"]].append((int(row["unix_time"]), role, int(row["seq"])))
    for messages in found.values():
        messages.sort(key=lambda m: (m[0], m[1] != "user", m[2]))
    return found


def first_answers(dialogues: dict[str, list[Message]]) -> list[int]:
    """Seconds from a dialogue's first user message to the first bot message after it."""
    seconds = []
    for messages in dialogues.values():
        roles = [role for _, role, _ in messages]
        if "user" in roles and "bot" in roles[roles.index("user") :]:
            start = roles.index("user")
            seconds.append(messages[roles.index("bot", start)][0] - messages[start][0])
    return seconds


def all_answers(dialogues: dict[str, list[Message]]) -> list[int]:
    """Seconds of each bot message that follows a user message directly."""
    return [
        after[0] - before[0]
        for messages in dialogues.values()
        for before, after in zip(messages, messages[1:], strict=False)
        if (before[1], after[1]) == ("user", "bot")
    ]


def outcome(row: dict[str, str]) -> str:
    """What a dialogue's row says about how it ended, as kpikit.yml reads it."""
    if row["first_user_unix"] == "":
        return "no conversation"
    if row["task_success_answer"]:
        return "resolved_by_bot" if row["task_success_answer"] == "True" else "abandoned"
    return "unknown" if row["completion_level"] == "Complete" else "abandoned"


def spread(seconds: list[int]) -> dict[str, float]:
    """How many, median, mean, 99th percentile (linear between order statistics) and largest."""
    percentiles = statistics.quantiles(seconds, n=100, method="inclusive")
    return {
        "n": len(seconds),
        "median": statistics.median(seconds),
        "mean": statistics.fmean(seconds),
        "p99": percentiles[98],
        "max": max(seconds),
    }


def count_facts(folder: Path) -> dict[str, Any]:
    """Everything this page of the example claims, from the raw files."""
    rows = read_rows(folder, "star_dialogues.csv")
    dialogues = messages_by_dialogue(read_rows(folder, "star_events_*.csv"))
    users = [sum(role == "user" for _, role, _ in messages) for messages in dialogues.values()]
    everything = sum(len(messages) for messages in dialogues.values())
    timed = [row for row in rows if row["first_user_unix"]]
    return {
        "dialogues": len(rows),
        "completion_level": dict(Counter(row["completion_level"] for row in rows)),
        "without_user_message": sum(row["n_user_utter"] == "0" for row in rows),
        "conversations": len(dialogues),
        "engaged": sum(count >= 1 for count in users),
        "completed": sum(count >= 2 for count in users),
        "user_messages": sum(users),
        "bot_messages": everything - sum(users),
        "first_answer_s": spread(first_answers(dialogues)),
        "answer_s": spread(all_answers(dialogues)),
        "task_answers": sum(row["task_success_answer"] != "" for row in rows),
        "task_successes": sum(row["task_success_answer"] == "True" for row in rows),
        "ratings": sum(row["calm_answer"] != "" for row in timed),
        "satisfied": sum(row["calm_answer"] == "True" for row in timed),
        "outcomes": dict(Counter(map(outcome, rows))),
        "people": len({row["user_id"] for row in timed}),
    }


def main() -> None:
    """Print the facts of a folder, by default of the files beside this one, as JSON."""
    here = Path(__file__).resolve().parent / "data"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    print(json.dumps(count_facts(folder), indent=2))


if __name__ == "__main__":
    main()
