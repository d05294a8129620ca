"""Capacity that is not used is kept for a while.

"DynamoDB currently retains up to 5 minutes (300 seconds) of unused read and write capacity":
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html. That it does so by token
buckets is told in "Amazon DynamoDB: A Scalable, Predictably Performant, and Fully Managed NoSQL Database Service"
(USENIX ATC 2022, section 4).
"""

_ROUNDING = 1e-9


class TokenBucket:
    """Units that come in at a steady rate; full at first."""

    def __init__(self, rate: float, seconds: float, now: float) -> None:
        """`rate` in units a second, of which those of `seconds` are kept; `now` of the monotonic clock."""
        self._rate, self._seconds, self._at = rate, seconds, now
        self._tokens = rate * seconds

    def set_rate(self, rate: float, now: float) -> None:
        """Another rate from now on; what was saved stays, as far as it fits."""
        if rate != self._rate:
            self._fill(now)
            self._rate = rate

    def has_any(self, now: float) -> bool:
        """Whether a request is let in.

        One token is enough for a request of any size, because what a query costs is known only after it has run: the
        bucket is in debt then, and refuses until that is paid.
        """
        self._fill(now)
        return self._tokens > 0

    def has(self, units: float, now: float) -> bool:
        """Whether so many units are there: what costs the same each time is let in without debt."""
        self._fill(now)
        return self._tokens >= units - _ROUNDING

    def is_full(self, now: float) -> bool:
        self._fill(now)
        return self._tokens >= self._rate * self._seconds

    def take(self, units: float, now: float) -> None:
        self._fill(now)
        self._tokens -= units

    def _fill(self, now: float) -> None:
        self._tokens = min(self._rate * self._seconds, self._tokens + (now - self._at) * self._rate)
        self._at = now
