"""CartPole-v1 alone, under random actions: environment steps in a second, the resets of its episodes included."""

from collections.abc import Callable

import numpy as np

from pace import calls_per_second
from report import answer, parse_arguments

NUM_ENVS = 32
NUM_ACTION_ROWS = 64


def gymnasium_steps(vectorization: str) -> Callable[[np.ndarray], object]:
    import gymnasium as gym

    envs = gym.make_vec("CartPole-v1", num_envs=NUM_ENVS, vectorization_mode=vectorization)
    envs.reset(seed=0)
    return envs.step


def envpool_steps(threads: int) -> Callable[[np.ndarray], object]:
    import envpool

    envs = envpool.make(
        "CartPole-v1", env_type="gymnasium", num_envs=NUM_ENVS, num_threads=threads, seed=0
    )
    envs.reset()
    return envs.step


def main() -> None:
    library = {"choices": ["sync", "vector", "envpool"], "required": True}
    options = parse_arguments(__doc__, library=library)
    if options.library == "envpool":
        step, packages = envpool_steps(options.threads), ["envpool", "numpy"]
    else:
        mode = "sync" if options.library == "sync" else "vector_entry_point"
        step, packages = gymnasium_steps(mode), ["gymnasium", "numpy"]
    rng = np.random.default_rng(options.seed)
    rows = list(rng.integers(2, size=(NUM_ACTION_ROWS, NUM_ENVS)))
    made = 0

    def step_all() -> None:
        nonlocal made
        step(rows[made % NUM_ACTION_ROWS])
        made += 1

    rate = NUM_ENVS * calls_per_second(step_all)
    name = f"CartPole-v1, {NUM_ENVS} environments"
    answer({"figures": [{"name": name, "unit": "env steps/s", "value": rate}]}, packages)


if __name__ == "__main__":
    main()
