"""Numbers of a unit that the project names; expected from the contract's assignments table."""

from __future__ import annotations

import pytest

from kpikit.errors import UsageError
from tests.sources.helpers import rows, set_aside

HEAD = "experiment_id,unit,unit_id,arm,assigned_at,orders,visits,converted\n"
TEXT = HEAD + "e,user,u1,treatment,2026-01-01,3,1.5,yes\ne,user,u2,control,2026-01-01,many,,no\n"
NAMED = {"outcomes": ["orders", "converted"], "covariates": ["visits"]}


def test_named_columns_are_numbers_of_the_table(load):
    tables = load({"assignments.csv": TEXT}, experiments=NAMED)
    assert rows(tables, "assignments", "unit_id", "orders", "visits", "converted") == [
        ("u1", 3.0, 1.5, True)
    ]
    assert [entry[:3] for entry in set_aside(tables, "assignments")] == [(2, "orders", "many")]
    assert tables["assignments"].columns >= {"orders", "visits"}
    assert tables.quality.tables["assignments"].unknown == {}


def test_columns_nobody_named_are_left_out_and_reported(load):
    tables = load({"assignments.csv": TEXT})
    assert tables.quality.tables["assignments"].unknown == {"orders": "", "visits": ""}
    assert len(rows(tables, "assignments", "unit_id")) == 2


def test_what_is_no_number_of_a_unit_is_refused(load):
    with pytest.raises(UsageError, match="experiments: arm: a column of assignments that is no"):
        load({"assignments.csv": TEXT}, experiments={"outcomes": ["arm"]})
