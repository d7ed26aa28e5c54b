"""Which experiment speaks for which bot and periods, as kpikit.yml names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpikit.config import load_config
from kpikit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "company: A\nbots: [{id: shop, type: shop}]\ndata: {events: {files: e.csv}}\n"


def written(folder: Path, text: str) -> Path:
    """A project file that begins in line 1 and has its holdouts from line 4 on."""
    file = folder / "kpikit.yml"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_one_holdout_needs_no_list(tmp_path: Path) -> None:
    text = "experiments: {holdouts: {experiment: q3, bot: shop, periods: 2026-Q3}}\n"
    (one,) = load_config(written(tmp_path, text)).experiments.holdouts
    assert (one.experiment, one.bot, one.periods) == ("q3", "shop", ("2026-Q3",))
    assert (one.treatment, one.control, one.exposed) == ("treatment", "control", "assigned")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("experiment: q3, bot: shop, periods: 2026-13", "periods.*2026-13.*must be a period"),
        ("experiment: q3, bot: shop, periods: launch..2026-09", "must be a period"),
        ("experiment: q3, bot: shop, periods: []", "periods: must not be empty"),
        ("experiment: q3, bot: shop, periods: 2026-Q3, expose: shown", "did you mean 'exposed'"),
        ("experiment: q3, bot: shop, periods: 2026-Q3, control: treatment", "cannot be both"),
        ("experiment: q3, bot: shp, periods: 2026-Q3", "bot = 'shp'.*did you mean 'shop'"),
        ("bot: shop, periods: 2026-Q3", "experiment: is required"),
    ],
)
def test_what_is_wrong_comes_with_its_line(tmp_path: Path, keys: str, said: str) -> None:
    text = f"experiments:\n  holdouts:\n    - {{{keys}}}\n"
    with pytest.raises(UsageError, match=f"kpikit.yml:6: experiments.holdouts.*{said}"):
        load_config(written(tmp_path, text))


def test_one_experiment_speaks_for_a_bot_once(tmp_path: Path) -> None:
    one = "{experiment: q3, bot: shop, periods: 2026-07}"
    text = f"experiments:\n  holdouts:\n    - {one}\n    - {one.replace('07', '08')}\n"
    with pytest.raises(UsageError, match="q3 is listed twice for shop"):
        load_config(written(tmp_path, text))
