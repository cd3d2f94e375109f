"""What a script is told on its command line, and the one line of JSON that it answers with."""

import argparse
import json
import platform
import resource
import sys
import time
from importlib.metadata import version


class Clock:
    """Seconds since whoever started this process did so: interpreter and imports count."""

    def __init__(self, started_at: float) -> None:
        self._zero = time.monotonic() - (time.time() - started_at)

    def seconds(self) -> float:
        return time.monotonic() - self._zero


def parse_arguments(about: str, **more: dict) -> argparse.Namespace:
    """@param more: further arguments by name, with what argparse should know of them."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--started-at", type=float, default=time.time(), help="seconds of the epoch")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch")
    for name, settings in more.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **settings)
    return parser.parse_args()


def answer(figures: dict, packages: list[str]) -> None:
    """Prints the figures, with what they were measured with. The last thing a script does."""
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    versions = {"python": platform.python_version(), **{name: version(name) for name in packages}}
    sys.stdout.write(json.dumps({**figures, "maxRssBytes": memory, "versions": versions}) + "\n")
