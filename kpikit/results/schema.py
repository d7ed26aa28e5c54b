"""The columns of the results table, in order."""

from __future__ import annotations

import polars as pl

INSTANT = pl.Datetime("us", "UTC")
STATUS = pl.Enum(["final", "provisional", "unavailable", "not_applicable"])
VERDICT = pl.Enum(["good", "watch", "bad", "cannot_tell", "none"])
FLAG = pl.Enum(["up", "down", "none"])
TARGET_STATUS = pl.Enum(["met", "missed", "cannot_tell", "none"])

KEY = ("bot_id", "period", "kpi", "method", "segment", "segment_value")
"""What makes a row unique."""

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "bot_id": pl.String, "period": pl.String, "kpi": pl.String, "method": pl.String,
    "segment": pl.String, "segment_value": pl.String,
    "period_start": INSTANT, "period_end": INSTANT, "as_of": INSTANT,
    "kpi_version": pl.Int64,
    "value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64, "n": pl.Int64,
    "low": pl.Float64, "high": pl.Float64, "interval": pl.String,
    "status": STATUS, "reason": pl.String, "final_on": pl.Date,
    "prior_value": pl.Float64, "trailing_mean": pl.Float64, "year_ago_value": pl.Float64,
    "change": pl.Float64, "change_pct": pl.Float64,
    "change_low": pl.Float64, "change_high": pl.Float64,
    "flag": FLAG,
    "good_low": pl.Float64, "good_high": pl.Float64,
    "bad_low": pl.Float64, "bad_high": pl.Float64,
    "verdict": VERDICT, "target": pl.Float64, "target_status": TARGET_STATUS,
}  # fmt: skip

RESULTS = pl.Schema(_COLUMNS)
"""The results table: one row per bot, period, KPI, method and segment value."""
