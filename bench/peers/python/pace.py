"""How often something can be done in a second, in rounds after a warm-up."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 15
WARM_UP_SECONDS = 0.5
ROUND_SECONDS = 0.03


def calls_per_second(call: Callable[[], None]) -> float:
    """Median over the rounds, as the bench of manyhands takes it."""
    calls = 1
    end = time.perf_counter() + WARM_UP_SECONDS
    while time.perf_counter() < end:
        if seconds_for(call, calls) < ROUND_SECONDS / 2:
            calls *= 2
    return statistics.median(calls / seconds_for(call, calls) for _ in range(ROUNDS))


def seconds_for(call: Callable[[], None], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return time.perf_counter() - start
