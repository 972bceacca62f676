"""Rules about money.yaml: that its sums belong somewhere and can be added up, in one way."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mentorkit.cohort.context import Context
from mentorkit.cohort.model import ExchangeRate
from mentorkit.problems import Problem, nearest


def payments_have_a_line(context: Context) -> Iterator[Problem]:
    """Money is spent on a line of the budget."""
    money = context.cohort.money
    if money is None:
        return
    lines = [line.id for line in money.lines]
    if not lines and _written(context, "money.yaml", "lines"):
        return  # they have a fault of their own
    for index, payment in enumerate(money.payments):
        if payment.line not in lines:
            hint = nearest(payment.line, lines) or "add it to 'lines'"
            message = f"no budget line '{payment.line}'"
            yield money.problem(("payments", index, "line"), "no-line", message, hint)


def sums_can_be_added_up(context: Context) -> Iterator[Problem]:
    """Each currency has a rate to that of the first budget line, in which the report adds up."""
    money = context.cohort.money
    if not money or not money.lines:
        return
    if not money.rates and _written(context, "money.yaml", "rates"):
        return  # they have a fault of their own
    total = money.lines[0].planned.currency
    ways = ((rate.source_currency, rate.target_currency) for rate in money.rates)
    known = {total}.union(*(way for way in ways if total in way))
    sums = [(("lines", i, "planned"), line.planned) for i, line in enumerate(money.lines)]
    sums += [(("payments", i, "amount"), each.amount) for i, each in enumerate(money.payments)]
    for path, amount in sums:
        if amount.currency not in known:
            known.add(amount.currency)
            message = f"no rate between {amount.currency} and {total}, in which the report adds up"
            hint = f"add one to 'rates': from {amount.currency} to {total}, or the other way round"
            yield money.problem(path, "no-rate", message, hint)


def rates_are_told_once(context: Context) -> Iterator[Problem]:
    """Two currencies have one rate a day, or the order of the lines would decide which counts.

    The same rate may stand the other way round, as far as both are rounded.
    """
    money = context.cohort.money
    first: dict[tuple[frozenset[str], date], tuple[int, ExchangeRate]] = {}
    for index, rate in enumerate(money.rates if money else ()):
        between = frozenset((rate.source_currency, rate.target_currency))
        number, earlier = first.setdefault((between, rate.on), (index, rate))
        if not money or len(between) == 1 or number == index:
            continue
        if rate.source_currency == earlier.source_currency or not _inverse(rate, earlier):
            line = money.place("rates", number, "rate").line
            message = f"line {line} has a rate between {' and '.join(sorted(between))} for "
            message += f"{rate.on} already"
            hint = "keep the one that you go by, or correct one of the two dates"
            yield money.problem(("rates", index, "rate"), "two-rates", message, hint)


def _inverse(one: ExchangeRate, other: ExchangeRate) -> bool:
    """Whether one of two rates, to as many places as it has, is 1 divided by the other."""
    return _rounds_to(one.rate, other.rate) or _rounds_to(other.rate, one.rate)


def _rounds_to(rate: Decimal, other: Decimal) -> bool:
    step = Fraction(10) ** int(rate.as_tuple().exponent)
    return abs(1 / Fraction(other) - Fraction(rate)) <= step / 2


def rates_are_between_two_currencies(context: Context) -> Iterator[Problem]:
    """A currency has no rate to itself."""
    money = context.cohort.money
    for index, rate in enumerate(money.rates if money else ()):
        if money and rate.source_currency == rate.target_currency:
            message = f"a rate from {rate.source_currency} to itself"
            hint = "correct one of the two currencies, or remove the rate"
            yield money.problem(("rates", index, "to"), "self-rate", message, hint)


def _written(context: Context, name: str, key: str) -> bool:
    """Whether a file has something under a key, with a fault or without."""
    document = context.documents.get(name)
    return bool(document and isinstance(document.value, dict) and document.value.get(key))
