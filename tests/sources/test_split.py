"""However rows are spread over files, the same rows are accepted and set aside."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpikit.config import Config
from kpikit.sources import load_tables
from tests.sources.helpers import NOW, workbook, write

ROW = st.fixed_dictionaries(
    {
        "event": st.sampled_from(["chat.message.user", "chat.error", "wrong"]),
        "ts": st.sampled_from(["2026-01-01", "2026-01-01T00:00:01Z", "2027-01-01", "x", ""]),
        "bot_id": st.sampled_from(["a", "b", "*", "play"]),
        "session_id": st.sampled_from(["1", "2", ""]),
        "sentiment": st.sampled_from(["0.5", "2", "-", ""]),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drawn=st.lists(ROW, min_size=1, max_size=20),
    cuts=st.lists(st.integers(0, 20), max_size=4),
    suffix=st.sampled_from(["ndjson", "csv", "csv.gz", "xlsx"]),
)
def test_splitting_rows_over_files_changes_nothing(tmp_path_factory, drawn, cuts, suffix):
    """With a seq of their own; and every row read is kept, set aside or ignored."""
    numbered = [row | {"seq": 3 * i} for i, row in enumerate(drawn)]
    ends = sorted({min(cut, len(numbered)) for cut in cuts} | {0, len(numbered)})
    pieces = [numbered[a:b] for a, b in zip(ends, ends[1:], strict=False)]
    seen = []
    for parts, kind in (([numbered], "csv"), (pieces, suffix)):
        root = tmp_path_factory.mktemp("split")
        for i, part in enumerate(reversed(parts)):
            write(root / f"{i}.{kind}", _content(part, kind))
        data = {"events": {"files": f"*.{kind}"}}
        given_ = {"company": "A", "root": root, "data": data, "ignore_bots": ["play"]}
        tables = load_tables(Config.model_validate(given_), now=NOW)
        report = tables.quality.tables["events"]
        assert report.read == report.kept + report.quarantined + sum(report.ignored.values())
        aside = sorted(tables.quality.quarantine["events"].drop("file", "row").rows(), key=repr)
        kept = tables["events"].frame.sort("seq").collect()
        seen.append((kept.rows(), aside, report.kept, report.quarantined, report.ignored))
    assert seen[0] == seen[1]
    assert seen[0][2] == sum(_sound(row) for row in drawn)


def _content(part: list[dict[str, Any]], kind: str) -> Any:
    if kind == "ndjson":
        return part
    if kind == "xlsx":
        return workbook(any=[[*part[0]], *([row[name] for name in part[0]] for row in part)])
    return pl.DataFrame(part).write_csv()


def _sound(row: dict[str, str]) -> bool:
    """The contract's rules for these five columns, written down a second time."""
    return (
        row["event"] in {"chat.message.user", "chat.error"}
        and row["ts"] in {"2026-01-01", "2026-01-01T00:00:01Z"}
        and row["bot_id"] in {"a", "b"}
        and (row["session_id"] != "" or row["event"] == "chat.error")
        and row["sentiment"] in {"0.5", ""}
    )
