"""A training run: when it began, when it sits the exam, and what it took."""

import math
from argparse import Namespace

from exam import TARGET_RETURN, Act, Exam
from report import Clock, answer, parse_arguments

EVERY = {"type": int, "help": "environment steps between two exams; none are sat without it"}
STEPS = {"type": int, "help": "environment steps after which to end; the published number without it"}


class Training:
    """Seconds count from process start and include the exams; rates leave them out."""

    def __init__(self, options: Namespace) -> None:
        self._clock = Clock(options.started_at)
        self._every = options.every
        self._next_at = math.inf if options.every is None else options.every
        self._exam = Exam()
        self._exam_seconds = 0.0
        self._first_step_seconds = None
        self._solved = None
        self._last_return = None

    def begin(self) -> None:
        """Call just before the first environment step."""
        self._first_step_seconds = self._clock.seconds()

    def is_solved(self, env_steps: int, act: Act) -> bool:
        """Sits the exam if it is due, which is once in every `every` environment steps."""
        if env_steps < self._next_at:
            return False
        self._next_at = self._every * (env_steps // self._every + 1)
        before = self._clock.seconds()
        self._last_return = self._exam.mean_return(act)
        self._exam_seconds += self._clock.seconds() - before
        if self._last_return < TARGET_RETURN:
            return False
        self.solve(env_steps)
        return True

    def solve(self, env_steps: int) -> None:
        """For targets that are not the exam's."""
        self._solved = (self._clock.seconds(), env_steps)

    def finish(self, env_steps: int, updates: int, packages: list[str]) -> None:
        """Answers. An update is one step of the optimizer."""
        wall = self._clock.seconds()
        seconds = wall - self._first_step_seconds - self._exam_seconds
        solved_seconds, solved_at = self._solved or (None, None)
        figures = {
            "solved": self._solved is not None,
            "solvedSeconds": solved_seconds,
            "solvedAtEnvSteps": solved_at,
            "firstStepSeconds": self._first_step_seconds,
            "evaluationSeconds": self._exam_seconds,
            "wallSeconds": wall,
            "envSteps": env_steps,
            "updates": updates,
            "envStepsPerSecond": env_steps / seconds,
            "updatesPerSecond": updates / seconds,
            "meanReturn": self._last_return,
        }
        answer(figures, packages)


def parse_training_arguments(about: str, **more: dict) -> Namespace:
    return parse_arguments(about, every=EVERY, steps=STEPS, **more)
