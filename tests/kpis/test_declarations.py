"""Every declaration is whole; expected relations are those of the data contract."""

from __future__ import annotations

import pytest

from kpikit.kpi import FACTS, Derived, Kpi, Methods, Priced, registry

KPIS = list(registry())


def named(kpi: Kpi) -> str:
    return kpi.id


@pytest.mark.parametrize("kpi", KPIS, ids=named)
def test_a_declaration_says_what_the_kpi_is(kpi: Kpi) -> None:
    assert kpi.title
    assert kpi.formula
    assert kpi.summary.endswith(".")
    assert kpi.fact in FACTS
    assert kpi.build.__name__ == kpi.id


@pytest.mark.parametrize("kpi", KPIS, ids=named)
def test_everything_a_declaration_names_exists(kpi: Kpi) -> None:
    measure = kpi.measure
    inputs: list[str] = []
    for one in measure.by_name.values() if isinstance(measure, Methods) else [measure]:
        inputs += one.inputs if isinstance(one, Derived) else []
        inputs += [one.count.partition(".")[0]] if isinstance(one, Priced) else []
    for name in [*kpi.companions, *inputs]:
        assert name in registry() or name == "period"


@pytest.mark.parametrize("kpi", KPIS, ids=named)
def test_bands_have_the_edges_that_judge(kpi: Kpi) -> None:
    for band in kpi.bands.values():
        judged = {"up": band.good_low, "down": band.good_high, "band": band.good_low}
        assert judged[str(kpi.better)] is not None
        if band.bad_high is not None and band.good_low is not None:
            assert band.bad_high <= band.good_low
        if band.bad_low is not None and band.good_high is not None:
            assert band.bad_low >= band.good_high
