"""Numbers, units, dates and states as text: the only place that formats.

A value is rounded once, half up, from its decimal form, so that it reads the same in the
notebook, the HTML page, the workbook and the deck.
"""

from __future__ import annotations

import calendar
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

MINUS, NBSP, DASH, TIMES = (
    "\N{MINUS SIGN}",
    "\N{NO-BREAK SPACE}",
    "\N{EN DASH}",
    "\N{MULTIPLICATION SIGN}",
)
WIDE = Context(prec=400)  # digits enough for whatever a float holds
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
DECIMALS = {"share": 1, "seconds": 1, "ratio": 1, "score": 1, "messages": 1}
WORDS = {"seconds": "second", "days": "day", "hours": "hour"}
CELLS = {"seconds": "s", "days": "d", "hours": "h"}
MONTHS, SHORT_MONTHS = list(calendar.month_name), list(calendar.month_abbr)


class State(NamedTuple):
    """How a verdict or status is written: a symbol that is text, and a word."""

    symbol: str
    word: str


STATES = {
    "good": State("●", "good"),
    "watch": State("◐", "watch"),
    "bad": State("◆", "bad"),
    "cannot_tell": State("○", "cannot tell"),
    "provisional": State("◌", "provisional"),
    "unavailable": State("⊘", "unavailable"),
    "not_applicable": State(DASH, "not applicable"),
    "none": State(DASH, "no band"),
}


class Piece(NamedTuple):
    """A formatted number in its parts: sign, prefix, digits, suffix."""

    sign: str
    prefix: str
    digits: str
    suffix: str

    def __str__(self) -> str:
        """The number as one text."""
        return f"{self.sign}{self.prefix}{self.digits}{self.suffix}"


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round half up from the decimal form a person would read.

    >>> rounded(176.5), rounded(0.285, 2)
    (Decimal('177'), Decimal('0.29'))
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)


def number(
    value: float | None,
    unit: str = "count",
    *,
    decimals: int | None = None,
    currency: str = "USD",
    words: bool = False,
) -> str:
    r"""A value with its unit.

    Args:
        value: the number; None becomes an en dash.
        unit: a KPI unit: share, count, money, seconds, days, hours, ratio, points, score, messages.
        decimals: digits after the point; None takes the habit of the unit.
        currency: ISO code of the project's currency, used for money.
        words: "32 days" instead of "32 d", for running text.

    >>> number(95_700, "money"), number(0.56, "share"), number(3.52, "ratio"), number(32, "days")
    ('$95.7k', '56.0%', '3.5×', '32\xa0d')
    """
    if value is None:
        return DASH
    return str(_piece(value, unit, decimals=decimals, currency=currency, words=words))


def interval(
    low: float | None,
    high: float | None,
    unit: str = "count",
    *,
    decimals: int | None = None,
    currency: str = "USD",
    words: bool = False,
) -> str:
    r"""An interval; what both ends share (sign of currency, unit) is written once.

    >>> interval(0.546, 0.574, "share"), interval(-3, 7, "days", words=True)
    ('54.6 to 57.4%', '−3 to 7\xa0days')
    """
    if low is None or high is None:
        return DASH
    first = _piece(low, unit, decimals=decimals, currency=currency, words=words)
    last = _piece(high, unit, decimals=decimals, currency=currency, words=words)
    if unit != "money" and (words or first.suffix == last.suffix):
        first = first._replace(suffix="")
    return f"{first} to {last}"


def change(
    value: float | None,
    unit: str,
    *,
    relative: float | None = None,
    decimals: int | None = None,
    currency: str = "USD",
) -> str:
    r"""A signed change: points for shares, percent for counts and money, own unit otherwise.

    Args:
        value: the difference in the KPI's unit.
        unit: the KPI's unit.
        relative: the difference over the size of the old value; used for counts and money.
        decimals: digits of the KPI's own unit.
        currency: for money without a relative change.

    >>> change(-0.049, "share"), change(13_100, "money", relative=0.24)
    ('−4.9\xa0pts', '+24%')
    """
    if value is None:
        return DASH
    if unit == "share":
        return _signed(Piece(*_digits(Decimal(repr(float(value))) * 100, 1), f"{NBSP}pts"))
    if unit in {"count", "money"} and relative is not None:
        return _signed(Piece(*_digits(Decimal(repr(float(relative))) * 100, 0), "%"))
    return _signed(_piece(value, unit, decimals=decimals, currency=currency, words=False))


def chance(value: float) -> str:
    """A probability in hundred cases; never all of them, and never none.

    >>> chance(0.974), chance(0.9999), chance(0.0001)
    ('about 97 in 100', 'more than 99 in 100', 'fewer than 1 in 100')
    """
    hundred = int(rounded(100 * value))
    if hundred < 1:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if hundred > 99 else f"about {hundred} in 100"


def parts(values: Sequence[float], decimals: int = 0) -> list[Decimal]:
    """Round parts so that they add up to their rounded total (largest remainder).

    >>> [str(part) for part in parts([33.4, 33.3, 33.3])]
    ['34', '33', '33']
    """
    exact = [Decimal(repr(float(value))) for value in values]
    step = Decimal(1).scaleb(-decimals)
    floors = [(value / step).to_integral_value(rounding="ROUND_FLOOR") for value in exact]
    missing = int(rounded(sum(exact, Decimal(0)), decimals) / step - sum(floors, Decimal(0)))
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i] / step, i))
    for place in order[:missing]:
        floors[place] += 1
    return [(floor * step).quantize(step) for floor in floors]


def day(value: dt.date, *, year: bool = True) -> str:
    """A date: "3 Oct 2026"."""
    return f"{value.day} {SHORT_MONTHS[value.month]}" + (f" {value.year}" if year else "")


def until(value: dt.date, as_of: dt.datetime) -> str:
    """The day something is final, with its year where that is not the year of the as-of."""
    return day(value, year=value.year != as_of.year)


def moment(value: dt.datetime, timezone: str) -> str:
    """An instant on the project's local clock: "3 Oct 2026, 06:00"."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{day(local)}, {local:%H:%M}"


def period(text: str, *, short: bool = False, year: bool = True) -> str:
    """The name of a period for readers.

    >>> period("2026-09"), period("2026-09", short=True), period("2026-Q3"), period("2026-W05")
    ('September 2026', 'Sep 2026', 'Q3 2026', 'week 5, 2026')
    """
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        name = (SHORT_MONTHS if short else MONTHS)[int(match[2])]
        return f"{name} {match[1]}" if year else name
    if match := re.fullmatch(r"(\d{4})-(Q\d)", text):
        return f"{match[2]} {match[1]}" if year else match[2]
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", text):
        name = f"{'W' if short else 'week '}{int(match[2])}"
        return f"{name}{' ' if short else ', '}{match[1]}" if year else name
    if match := re.fullmatch(r"(\d{4})-(\d{2})-T(\d+)", text):
        return f"{match[3]} months to {period(f'{match[1]}-{match[2]}', short=short)}"
    return text.replace("..", " to ")


def _piece(value: float, unit: str, *, decimals: int | None, currency: str, words: bool) -> Piece:
    places = DECIMALS.get(unit, 0) if decimals is None else decimals
    if unit == "days" and not float(value).is_integer():
        places = max(places, 1)  # a median between two days: 6.5 is not 7
    if unit == "money":
        return _money(Decimal(repr(float(value))), places, currency)
    if unit == "share":
        return Piece(*_digits(Decimal(repr(float(value))) * 100, places), "%")
    sign, prefix, digits = _digits(Decimal(repr(float(value))), places)
    if unit in WORDS:
        plural = "" if digits == "1" else "s"
        return Piece(sign, prefix, digits, NBSP + (WORDS[unit] + plural if words else CELLS[unit]))
    return Piece(sign, prefix, digits, TIMES if unit == "ratio" else "")


def _money(value: Decimal, places: int, currency: str) -> Piece:
    """Thousands with one decimal, millions with two; small amounts as the KPI wants them."""
    symbol = SYMBOLS.get(currency, f"{currency}{NBSP}")
    for size, suffix, digits in ((Decimal(1), "", places), (Decimal(1000), "k", 1)):
        if abs(rounded(value / size, digits)) < 1000:
            sign, _, text = _digits(value / size, digits)
            return Piece(sign, symbol, text, suffix)
    sign, _, text = _digits(value / 1_000_000, 2)
    return Piece(sign, symbol, text, "m")


def _digits(value: Decimal, decimals: int) -> tuple[str, str, str]:
    nearest = rounded(value, decimals)
    return (MINUS if nearest < 0 else "", "", f"{abs(nearest):,}")


def _signed(piece: Piece) -> str:
    zero = not any(digit in "123456789" for digit in piece.digits)
    return str(piece if piece.sign or zero else piece._replace(sign="+"))
