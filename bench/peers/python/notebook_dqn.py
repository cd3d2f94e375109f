"""The course notebook's DQN on CartPole, in PyTorch, written anew from its settings.

4-128-128-2, ReLU; Adam 1e-3; discount 0.99; epsilon 1.0, times 0.995 after every episode, down to 0.01; 10,000
transitions kept, batches of 64, one update per step from the 64th on; target copied every 10 updates; squared error; reward
0 on the step on which the pole falls; at most 300 episodes. `--criterion training` stops as the notebook does, once the
latest 50 episodes have a mean return of 195; `greedy` at the exam's 475.

The replay is a NumPy array per column and not a list of tuples: the same numbers, and the quicker of the two.
"""

import math
from collections import deque

import gymnasium as gym
import numpy as np
import torch
from torch import nn

from training import Training, parse_training_arguments

CAPACITY = 10_000
BATCH = 64
DISCOUNT = 0.99
EPISODES = 300
TARGET_INTERVAL = 10
WINDOW = 50
WINDOW_TARGET = 195.0


class Replay:
    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.observations = np.zeros((CAPACITY, 4), dtype=np.float32)
        self.next_observations = np.zeros((CAPACITY, 4), dtype=np.float32)
        self.actions = np.zeros(CAPACITY, dtype=np.int64)
        self.rewards = np.zeros(CAPACITY, dtype=np.float32)
        self.discounts = np.zeros(CAPACITY, dtype=np.float32)
        self.added = 0

    def add(self, observation, action, reward, discount, next_observation) -> None:
        at = self.added % CAPACITY
        self.observations[at] = observation
        self.actions[at] = action
        self.rewards[at] = reward
        self.discounts[at] = discount
        self.next_observations[at] = next_observation
        self.added += 1

    def sample(self) -> tuple[torch.Tensor, ...]:
        rows = self._rng.integers(min(self.added, CAPACITY), size=BATCH)
        columns = (self.observations, self.actions, self.rewards, self.discounts, self.next_observations)
        return tuple(torch.from_numpy(column[rows]) for column in columns)


def q_network() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(4, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 2)
    )


def main() -> None:
    criterion = {"choices": ["training", "greedy"], "default": "greedy"}
    options = parse_training_arguments(__doc__, criterion=criterion)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    training = Training(options)

    env = gym.make("CartPole-v1")
    online, target = q_network(), q_network()
    target.load_state_dict(online.state_dict())
    optimizer = torch.optim.Adam(online.parameters(), lr=1e-3)
    replay = Replay(rng)
    returns = deque(maxlen=WINDOW)
    epsilon = 1.0
    env_steps = updates = 0

    def update() -> None:
        observations, actions, rewards, discounts, next_observations = replay.sample()
        with torch.no_grad():
            wanted = rewards + discounts * target(next_observations).max(dim=1).values
        values = online(observations).gather(1, actions.unsqueeze(1)).squeeze(1)
        loss = nn.functional.mse_loss(values, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def greedy(observations: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return online(torch.from_numpy(observations)).argmax(dim=1).numpy()

    training.begin()
    most_steps = options.steps or math.inf
    is_over = False
    for episode in range(EPISODES):
        observation, _ = env.reset(seed=options.seed if episode == 0 else None)
        episode_return = 0.0
        has_ended = False
        while not has_ended and not is_over:
            explores = rng.random() < epsilon
            action = int(rng.integers(2)) if explores else int(greedy(observation[None])[0])
            next_observation, reward, terminated, truncated, _ = env.step(action)
            if terminated:
                reward = 0.0
            replay.add(observation, action, reward, DISCOUNT * (1 - terminated), next_observation)
            observation = next_observation
            episode_return += reward
            has_ended = terminated or truncated
            env_steps += 1
            if replay.added >= BATCH:
                update()
                updates += 1
                if updates % TARGET_INTERVAL == 0:
                    target.load_state_dict(online.state_dict())
            if options.criterion == "greedy":
                is_over = training.is_solved(env_steps, greedy) or env_steps >= most_steps
        epsilon = max(0.01, epsilon * 0.995)
        returns.append(episode_return)
        if options.criterion == "training" and len(returns) == WINDOW:
            is_over = float(np.mean(returns)) >= WINDOW_TARGET
            if is_over:
                training.solve(env_steps)
        if is_over:
            break
    training.finish(env_steps, updates, ["torch", "gymnasium", "numpy"])


if __name__ == "__main__":
    main()
