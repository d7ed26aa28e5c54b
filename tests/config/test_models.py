"""Expected values are from the data contract's section on assumptions and windows."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kpikit.config import Bot, Config, Source


def bot(**given: object) -> Bot:
    return Bot.model_validate({"id": "a", "type": "support", **given})


def test_an_outcome_is_no_covariate() -> None:
    given = {"company": "A", "experiments": {"outcomes": "orders", "covariates": ["orders"]}}
    with pytest.raises(ValidationError, match="orders: either an outcome or a covariate"):
        Config.model_validate(given)


def test_assumptions_have_the_contracts_defaults() -> None:
    names = ("contact_share", "assist_weight", "gross_margin", "fte_hours")
    assert [bot().assumed(name) for name in names] == [1, 0.2, 1, 160]
    assert bot().assumed("human_chat_cost") is None
    assert bot().assumed("deal_value") is None


def test_the_cost_of_a_human_chat_follows_from_pay_and_pace() -> None:
    paid = {"agent_hourly_cost": {"value": 30}, "chats_per_hour": {"value": 4}}
    assert bot(assumptions=paid).assumed("human_chat_cost") == 7.5
    given = {**paid, "human_chat_cost": {"value": 8}}
    assert bot(assumptions=given).assumed("human_chat_cost") == 8


@pytest.mark.parametrize(
    ("kind", "given", "days"), [("shop", None, 14), ("sales", None, 90), ("shop", 30, 30)]
)
def test_attribution_is_fourteen_days_in_a_shop_else_ninety(
    kind: str, given: int | None, days: int
) -> None:
    assert bot(type=kind, attribution_days=given).attribution_window == days


def test_models_are_frozen() -> None:
    config = Config(company="Acme")
    with pytest.raises(ValidationError):
        config.company = "Other"  # type: ignore[misc]


def test_their_values_are_text_whatever_yaml_makes_of_them() -> None:
    source = Source.model_validate(
        {"files": "a.csv", "values": {"is_test": {True: False, 0: True, "n/a": None}}}
    )
    assert source.values == {"is_test": {"true": False, "0": True, "n/a": None}}


def test_wanted_rows_are_named_by_one_value_or_several() -> None:
    source = Source.model_validate({"files": "a.csv", "where": {"ts": "*", "deleted": [False, 0]}})
    assert source.where == {"ts": ("*",), "deleted": ("false", "0")}


@pytest.mark.parametrize(
    "given",
    [
        {"rename": {"a": "ts", "b": "ts"}},
        {"rename": {"a": "ts"}, "constant": {"ts": "x"}},
        {"dates": {"ts": {"epoch": "s", "format": "%d"}}},
        {"delimiter": ";;"},
        {"format": "xls"},
    ],
)
def test_a_source_that_contradicts_itself_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"files": "a.csv", **given})


@pytest.mark.parametrize("pattern", ["(", "a(?=b)", r"(a)\1", ""])
def test_a_page_pattern_the_engine_cannot_run_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        Config.model_validate(
            {"company": "a", "page_types": [{"pattern": pattern, "type": "pricing"}]}
        )


def test_targets_for_the_same_kind_of_period_must_not_contradict() -> None:
    twice = [{"value": 1, "per": "month"}, {"value": 2, "per": "month"}]
    with pytest.raises(ValidationError, match="two targets for the same periods"):
        bot(targets={"net_value": twice})
    apart = bot(targets={"net_value": [{"value": 1, "per": "month"}, {"value": 3}]})
    assert [target.per for target in apart.targets["net_value"]] == ["month", None]
