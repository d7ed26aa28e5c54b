"""Numbers written for people, `$125,000` or `1.234,50 EUR`, by the rule that a source states.

Nothing is guessed: 1.234 is a little more than one or more than a thousand, and only the source
knows. A currency beside an amount is held against that of its row, or fills it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kpikit.sources.parse import as_text

if TYPE_CHECKING:
    from kpikit.config import NumberRule

# Signs, the currencies that write them, and no others: a sign of many could be any of them.
SIGNS: dict[str, tuple[str, ...]] = {
    "$": (
        "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP",
    ),
    "¥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK", "ISK"), "kr.": ("DKK", "ISK", "NOK", "SEK"),
    "€": ("EUR",), "£": ("GBP",), "₹": ("INR",), "₩": ("KRW",), "₺": ("TRY",), "₽": ("RUB",),
    "₴": ("UAH",), "₪": ("ILS",), "₫": ("VND",), "₦": ("NGN",), "₱": ("PHP",), "฿": ("THB",),
    "zł": ("PLN",), "Kč": ("CZK",), "Ft": ("HUF",), "Fr.": ("CHF",), "R$": ("BRL",),
    "US$": ("USD",), "C$": ("CAD",), "CA$": ("CAD",), "A$": ("AUD",), "AU$": ("AUD",),
    "NZ$": ("NZD",), "S$": ("SGD",), "HK$": ("HKD",), "NT$": ("TWD",), "MX$": ("MXN",),
}  # fmt: skip
_PLAIN = {sign: codes[0] for sign, codes in SIGNS.items() if len(codes) == 1}
_SHARED = [sign + code for sign, codes in SIGNS.items() for code in codes if len(codes) > 1]
UNIT = "|".join(["[A-Z]{3}", *sorted(map(re.escape, SIGNS), key=len, reverse=True)])
BLANKS, MINUS, QUOTE = "[\u00a0\u2007\u2009\u202f]", "−", "’"  # as typesetters write them
FOREIGN = "in the currency of its row; where the row has none, in the project's or one written out"


class Amounts(NamedTuple):
    """Numbers, null where unreadable, and the currency sign or code beside each, or null."""

    value: pl.Series
    unit: pl.Series


def describe(rule: NumberRule, *, money: bool) -> str:
    """What a number must look like under a rule, in words."""
    example = f"1{rule.thousands or ''}234{rule.decimal}50"
    around = "; a currency, brackets or a minus may stand around it" if money else ""
    return f"a number written as {example}{around}"


def read_amounts(series: pl.Series, rule: NumberRule, *, money: bool) -> Amounts:
    """Read a tidied series of texts by a rule; a series of numbers needs none.

    A minus may stand before or behind, and brackets mean one; groups of thousands have three
    digits, the last of them always.

    Args:
        series: as it came from the file.
        rule: how the source writes these numbers.
        money: whether a currency may stand beside them.
    """
    none = pl.Series(series.name, [None] * len(series), dtype=pl.String)
    if series.dtype.is_numeric() or series.dtype == pl.Null:
        return Amounts(series.cast(pl.Float64), none)
    if series.dtype != pl.String:
        return Amounts(none.cast(pl.Float64), none)
    plain = (
        as_text(series)
        .str.replace_all(BLANKS, " ")
        .str.replace_all(MINUS, "-", literal=True)
        .str.replace_all(QUOTE, "'", literal=True)
    )
    found = plain.str.extract_groups(_pattern(rule, money=money)).struct.unnest()
    return found.select(value=_value(rule), unit=pl.coalesce("before", "behind")).pipe(
        lambda frame: Amounts(frame["value"], frame["unit"].set(frame["value"].is_null(), None))
    )


def settle(
    rows: pl.DataFrame, unit: pl.Series, *, project: str, fills: bool
) -> tuple[pl.DataFrame, pl.Series]:
    """Hold the currencies beside amounts against their rows', and fill them where rows have none.

    Args:
        rows: typed, with a column `currency` where the source brings one.
        unit: the sign or code beside each amount.
        project: the project's currency; a row without currency is in it.
        fills: whether the table has a column for a currency.

    Returns:
        The rows, and true for those whose amount is in another currency than they say, or under a
        sign that could be several.
    """
    own = rows["currency"] if "currency" in rows.columns else None
    named = pl.lit(None, dtype=pl.String) if own is None else own
    code = unit.replace(_PLAIN).set(~unit.replace(_PLAIN).str.contains("^[A-Z]{3}$"), None)
    judged = pl.DataFrame([unit.alias("unit"), code.alias("code")]).select(
        "code",
        shared=(pl.col("unit") + pl.coalesce(named, pl.lit(project))).is_in(_SHARED),
        same=pl.col("code") == (pl.coalesce(named, "code") if fills else pl.lit(project)),
    )
    wrong = unit.is_not_null() & ~(judged["shared"] | judged["same"]).fill_null(value=False)
    if not fills or judged["code"].is_null().all():
        return rows, wrong
    filled = judged.select(pl.coalesce(named, "code").alias("currency"))
    return rows.with_columns(filled["currency"]), wrong


def _pattern(rule: NumberRule, *, money: bool) -> str:
    """A number with what may stand around it, in named groups."""
    point = re.escape(rule.decimal)
    whole = r"\d+"
    if rule.thousands:
        comma = re.escape(rule.thousands)
        whole = rf"\d{{1,3}}(?:{comma}\d{{2,3}})*{comma}\d{{3}}|\d+"
    number = rf"(?P<number>(?:{whole})(?:{point}\d+)?|{point}\d+) ?"
    unit = UNIT if money else "!"
    before = {"minus1": "-", "open1": r"\(", "minus2": "-", "before": unit, "minus3": "-"}
    behind = {"close1": r"\)", "minus4": "-", "behind": unit, "close2": r"\)", "minus5": "-"}
    before["open2"] = before["open1"]
    return rf"^\+?{_maybe(before)}{number}{_maybe(behind)}$"


def _maybe(groups: dict[str, str]) -> str:
    return "".join(f"(?P<{name}>{pattern})? ?" for name, pattern in groups.items())


def _value(rule: NumberRule) -> pl.Expr:
    """The number of the groups, negative where it is marked so once; null where marks clash."""
    opened = pl.sum_horizontal(pl.col("open1", "open2").is_not_null())
    closed = pl.sum_horizontal(pl.col("close1", "close2").is_not_null())
    minus = opened + pl.sum_horizontal(pl.col("^minus[1-5]$").is_not_null())
    units = pl.sum_horizontal(pl.col("before", "behind").is_not_null())
    digits = pl.col("number")
    if rule.thousands:
        digits = digits.str.replace_all(rule.thousands, "", literal=True)
    value = digits.str.replace(rule.decimal, ".", literal=True).cast(pl.Float64, strict=False)
    sound = (opened == closed) & (minus <= 1) & (units <= 1) & value.is_finite()
    return pl.when(sound).then(pl.when(minus == 1).then(-value).otherwise(value))
