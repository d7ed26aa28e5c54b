"""The columns of the results table; the list is copied from the data contract, section 4."""

from __future__ import annotations

from kpikit.results import RESULTS

CONTRACT = """
bot_id period kpi method segment segment_value period_start period_end as_of kpi_version value
numerator denominator n low high interval status reason final_on prior_value trailing_mean
year_ago_value change change_pct change_low change_high flag good_low good_high bad_low bad_high
verdict target target_status
"""


def test_columns_are_those_of_the_contract_in_its_order() -> None:
    assert RESULTS.names() == CONTRACT.split()
