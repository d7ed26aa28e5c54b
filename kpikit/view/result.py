"""One row of the results table, with its KPI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit import labels

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.kpi import Kpi


@dataclass(frozen=True)
class Result:
    """One row of the results table, with its KPI; `text` is the value as readers see it."""

    bot_id: str
    period: str
    kpi: Kpi
    method: str
    segment: str | None
    segment_value: str | None
    period_start: dt.datetime
    period_end: dt.datetime
    as_of: dt.datetime
    kpi_version: int
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    low: float | None
    high: float | None
    interval: str | None
    status: str
    reason: str | None
    final_on: dt.date | None
    prior_value: float | None
    trailing_mean: float | None
    year_ago_value: float | None
    change: float | None
    change_pct: float | None
    change_low: float | None
    change_high: float | None
    flag: str | None
    good_low: float | None
    good_high: float | None
    bad_low: float | None
    bad_high: float | None
    verdict: str
    target: float | None
    target_status: str
    currency: str = "USD"

    def format(self, value: float | None, *, words: bool = False) -> str:
        """Any number of this KPI as text, in its unit and decimals."""
        return labels.number(
            value, self.kpi.unit, decimals=self.kpi.decimals, currency=self.currency, words=words
        )

    @property
    def text(self) -> str:
        """The value as text; an en dash where there is none."""
        return self.format(self.value)

    @property
    def interval_text(self) -> str:
        """The 95 % interval as text; an en dash where there is none."""
        return labels.interval(
            self.low,
            self.high,
            self.kpi.unit,
            decimals=self.kpi.decimals,
            currency=self.currency,
        )

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.value is not None
