"""The stretch of time that a panel looks back over, in equal parts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_PERIODS = {15: 60, 60: 60, 360: 300, 1440: 1200}
"""Seconds of a part, by the minutes of the whole: CloudWatch has no shorter ones, and a picture no more room."""


@dataclass(frozen=True)
class Window:
    start: datetime
    end: datetime
    period: int

    @classmethod
    def of(cls, minutes: int, end: datetime | None = None) -> "Window":
        """The last minutes, up to the end of the part that is not over yet; or the minutes before some end."""
        period = _PERIODS[minutes]
        if end is None:
            end = datetime.fromtimestamp((datetime.now(UTC).timestamp() // period + 1) * period, UTC)
        return cls(end - timedelta(minutes=minutes), end, period)

    @property
    def parts(self) -> int:
        return int((self.end - self.start).total_seconds()) // self.period

    def part(self, instant: datetime) -> int:
        """The number of the part that an instant falls into, which may be none of these."""
        return int((instant - self.start) // timedelta(seconds=self.period))

    def described(self) -> dict:
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "period": self.period, "parts": self.parts}
