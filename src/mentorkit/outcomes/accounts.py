"""The money: planned, committed and spent, in one currency at dated rates.

Sums are added exactly and rounded once, at the end. A sum whose currency has no rate leaves its
total blank: a total without it would be wrong. `check` asks for the rates, but a look back may be
at a day before one of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from mentorkit.cohort.model import ExchangeRate, Money, Payment
from mentorkit.cohort.quantities import Amount
from mentorkit.rules.report import Figure, LineOfBudget, NotCounted, source
from mentorkit.rules.report_pictures import RateUsed

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The money of a programme in the currency of its first budget line, "" without a budget."""

    currency: str
    lines: tuple[LineOfBudget, ...]
    figures: tuple[Figure, ...]
    spent: Fraction | None
    rates: tuple[RateUsed, ...] = ()


def accounts(money: Money | None, written: Money | None, start: date) -> Accounts:
    """Draw up the accounts of `money`, planned sums being converted as of the programme's start.

    `written` is the whole of money.yaml, for the lines in it: a replayed `money` may hold fewer
    payments.
    """
    if money is None or written is None or not money.lines:
        blank = [_figure(name, None, None, "", "") for name in _RULES]
        return Accounts("", (), tuple(blank), None)
    currency = money.lines[0].planned.currency
    book = _Book(money, currency, start)
    places = {p.id: source(written.place("payments", i)) for i, p in enumerate(written.payments)}
    paid = [payment for payment in money.payments if payment.paid]
    unpaid = [payment for payment in money.payments if not payment.paid]
    planned = book.planned([line.id for line in money.lines])
    committed, spent = book.committed(money.payments), book.spent(money.payments)
    plan = tuple(source(written.place("lines", i)) for i in range(len(written.lines)))
    figures = (
        _figure("money.planned", planned, None, currency, book.note, plan),
        _figure(
            "money.committed", committed, planned, currency, book.note, _at(money.payments, places)
        ),
        replace(
            _figure("money.spent", spent, planned, currency, book.note, _at(paid, places)),
            not_counted=_promised(_at(unpaid, places)),
        ),
    )
    rates = tuple(book.rates(written))
    return Accounts(currency, tuple(book.lines()), figures, spent, rates)


_RULES = {
    "money.planned": "the budget, at the last rates before the programme began",
    "money.committed": "payments promised, paid ones included, at the last rates before the day of "
    "payment, or of the promise",
    "money.spent": "payments made, at the last rates before the day of payment",
}


def _figure(
    name: str,
    value: Fraction | None,
    of: Fraction | None,
    currency: str,
    note: str,
    sources: tuple[str, ...] = (),
) -> Figure:
    note = note or ("" if currency else "there is no budget")
    whole, part = rounded(of), rounded(value)
    return Figure(name, part, whole, _RULES[name], sources, unit=currency, note=note)


def _promised(places: tuple[str, ...]) -> tuple[NotCounted, ...]:
    return (NotCounted("promised and not paid yet", len(places), places),) if places else ()


def _at(payments: Iterable[Payment], places: dict[str, str]) -> tuple[str, ...]:
    return tuple(places[payment.id] for payment in payments)


def rounded(value: Fraction | None) -> Decimal | None:
    """Return a sum in whole cents, halves to the even one; None stays None."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_HALF_EVEN)


def _variance(planned: Fraction | None, committed: Fraction | None) -> float | None:
    """Return by how many per cent more than planned is committed; None where nothing was."""
    if not planned or committed is None:
        return None
    return round(float((committed - planned) * 100 / planned), 1)


class _Book:
    """Adds up sums in one currency; None as soon as one of them cannot be converted."""

    def __init__(self, money: Money, currency: str, start: date):
        self.money = money
        self.currency = currency
        self.start = start
        used = {line.planned.currency for line in money.lines}
        used |= {payment.amount.currency for payment in money.payments}
        known = {currency} | {c for r in money.rates for c in self._ways(r)}
        lost = sorted(used - known)
        self._lost = f"no rate to {currency} from {', '.join(lost)} by this day" if lost else ""
        self._early: set[str] = set()

    @property
    def note(self) -> str:
        """What a reader of the sums added up until now has to know of their rates."""
        early = ", ".join(sorted(self._early))
        older = f"some sums in {early} are older than the first rate, which is used for them"
        return self._lost or (older if early else "")

    def planned(self, lines: Sequence[str]) -> Fraction | None:
        chosen = [line.planned for line in self.money.lines if line.id in lines]
        return self._sum((amount, self.start) for amount in chosen)

    def committed(self, payments: Iterable[Payment]) -> Fraction | None:
        return self._sum((p.amount, p.paid or p.committed) for p in payments)

    def spent(self, payments: Iterable[Payment]) -> Fraction | None:
        return self._sum((payment.amount, payment.paid) for payment in payments if payment.paid)

    def lines(self) -> Iterable[LineOfBudget]:
        for line in self.money.lines:
            payments = [payment for payment in self.money.payments if payment.line == line.id]
            planned, committed = self.planned([line.id]), self.committed(payments)
            yield LineOfBudget(
                line.title,
                rounded(planned),
                rounded(committed),
                rounded(self.spent(payments)),
                _variance(planned, committed),
            )

    def rates(self, written: Money) -> Iterable[RateUsed]:
        """Yield the rates to and from the currency of the book, as they stand in the file."""
        for number, rate in enumerate(written.rates):
            if rate in self.money.rates and self._ways(rate):
                yield RateUsed(
                    rate.source_currency,
                    rate.target_currency,
                    rate.rate,
                    rate.on,
                    rate.source,
                    source(written.place("rates", number)),
                )

    def _ways(self, rate: ExchangeRate) -> set[str]:
        """Return the two currencies of a rate, or nothing where neither is that of the book."""
        both = {rate.source_currency, rate.target_currency}
        return both if self.currency in both else set()

    def _sum(self, sums: Iterable[tuple[Amount, date]]) -> Fraction | None:
        total = Fraction(0)
        for amount, day in sums:
            rate = self._rate(amount.currency, day)
            if rate is None:
                return None
            total += Fraction(amount.value) * rate
        return total

    def _rate(self, currency: str, day: date) -> Fraction | None:
        """Return the last rate on or before a day, or else the first after it; either way round."""
        if currency == self.currency:
            return Fraction(1)
        way = {currency, self.currency}
        rates = [rate for rate in self.money.rates if self._ways(rate) == way]
        before = [rate for rate in rates if rate.on <= day]
        after = [rate for rate in rates if rate.on > day]
        if not rates:
            return None
        if not before:
            self._early.add(currency)
        chosen = max(before, key=_day) if before else min(after, key=_day)
        rate = Fraction(chosen.rate)
        return rate if chosen.source_currency == currency else 1 / rate


def _day(rate: ExchangeRate) -> date:
    return rate.on


def cost_per_leader(spent: Accounts, leaders: int) -> Figure:
    """Return what one new leader cost: all that was spent, whatever it was spent on."""
    whose = "mentees with a new leadership role so far"
    return _cost("cost_per_leader", spent, leaders, whose, "nobody has taken a new role yet")


def cost_per_mentee(spent: Accounts, started: int) -> Figure:
    """Return what one mentee who started cost: all that was spent, whatever it was spent on."""
    whose = "mentees who have started"
    return _cost("cost_per_mentee", spent, started, whose, "nobody has started yet")


def _cost(name: str, spent: Accounts, people: int, whose: str, nobody: str) -> Figure:
    each = spent.spent / people if spent.spent is not None and people else None
    return Figure(
        name,
        rounded(each),
        people,
        f"money spent so far, divided by the {whose}",
        spent.figures[-1].sources,
        unit=spent.currency,
        note=spent.figures[-1].note or ("" if people else nobody),
        not_counted=spent.figures[-1].not_counted,
    )
