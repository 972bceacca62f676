"""From when a command looks: the real time, or the day of `--as-of`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time


@dataclass(frozen=True, slots=True)
class Moment:
    """The real time `now`, with a zone, and the `day` that is looked from, both in UTC."""

    now: datetime
    day: date

    @property
    def earliest(self) -> datetime:
        """What is not later has passed: the real time, or the first moment of another day."""
        return self._on_the_day(time.min)

    @property
    def latest(self) -> datetime:
        """What is later has not come yet: the real time, or the last moment of another day."""
        return self._on_the_day(time.max)

    def _on_the_day(self, clock: time) -> datetime:
        now = self.now.astimezone(UTC)
        return now if self.day == now.date() else datetime.combine(self.day, clock, UTC)
