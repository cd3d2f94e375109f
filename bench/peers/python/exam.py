"""The exam that every contestant sits: 100 greedy episodes of CartPole-v1, always the same ones."""

from collections.abc import Callable

import gymnasium as gym
import numpy as np

# What `manyhands train` evaluates with: episode i begins as Gymnasium's CartPole-v1 does after reset(seed=7 + i).
FIRST_SEED = 7
EPISODES = 100
TARGET_RETURN = 475.0
MAX_STEPS = 500

Act = Callable[[np.ndarray], np.ndarray]
"""Greedy actions `[N]` for observations `[N, 4]`, float32."""


class Exam:
    """Plays all episodes side by side, so that a policy is asked once per step and not once per episode and step."""

    def __init__(self) -> None:
        env = gym.make("CartPole-v1")
        starts = []
        for seed in range(FIRST_SEED, FIRST_SEED + EPISODES):
            env.reset(seed=seed)
            starts.append(env.unwrapped.state)
        env.close()
        self._starts = np.stack(starts, axis=1).astype(np.float64)
        self._envs = gym.make_vec(
            "CartPole-v1", num_envs=EPISODES, vectorization_mode="vector_entry_point"
        )

    def mean_return(self, act: Act) -> float:
        """Mean return of the first episode of every environment."""
        self._envs.reset()
        self._envs.unwrapped.state = self._starts.copy()
        observations = self._starts.T.astype(np.float32)
        is_over = np.zeros(EPISODES, dtype=bool)
        returns = np.zeros(EPISODES)
        for _ in range(MAX_STEPS):
            actions = np.asarray(act(observations), dtype=np.int64)
            observations, rewards, terminated, truncated, _ = self._envs.step(actions)
            returns[~is_over] += rewards[~is_over]
            is_over |= terminated | truncated
            if is_over.all():
                break
        return float(returns.mean())
