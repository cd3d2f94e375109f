"""PPO with the settings that CleanRL publishes for CartPole-v1, on Gymnasium's vector environments: a script of our own.

CleanRL is not a package to install but scripts to read; this one shares its settings and no line of code. Settings:
https://docs.cleanrl.dev/rl-algorithms/ppo/, `ppo.py`: 500,000 steps, 4 environments of 128 steps, 4 epochs of 4
minibatches, Adam 2.5e-4 falling to 0 with epsilon 1e-5, discount 0.99, lambda 0.95, clipping at 0.2 of the policy and of the
value, entropy 0.01, value 0.5 of half the squared error, gradient norm 0.5; tanh networks 64-64 for policy and value
each, orthogonal with gains sqrt 2, 0.01 and 1. As there, an episode that ran out of time counts as one that ended.
"""

import math

import gymnasium as gym
import numpy as np
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from torch import nn

from training import Training, parse_training_arguments

STEPS = 500_000
NUM_ENVS = 4
LENGTH = 128
ROUND = NUM_ENVS * LENGTH
EPOCHS = 4
MINIBATCH = ROUND // 4
LEARNING_RATE = 2.5e-4
DISCOUNT = 0.99
LAMBDA = 0.95
CLIP = 0.2
ENTROPY = 0.01
VALUE = 0.5
MAX_NORM = 0.5


def network(outputs: int, last_gain: float) -> nn.Sequential:
    layers = [nn.Linear(4, 64), nn.Linear(64, 64), nn.Linear(64, outputs)]
    for layer, gain in zip(layers, (math.sqrt(2), math.sqrt(2), last_gain)):
        nn.init.orthogonal_(layer.weight, gain)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])


class Learner:
    def __init__(self) -> None:
        self.policy = network(2, 0.01)
        self.value = network(1, 1.0)
        self._parameters = [*self.policy.parameters(), *self.value.parameters()]
        self.optimizer = torch.optim.Adam(self._parameters, lr=LEARNING_RATE, eps=1e-5)

    def update(self, observations, actions, old_log_probs, old_values, advantages, targets) -> None:
        logits = torch.log_softmax(self.policy(observations), dim=1)
        log_probs = logits.gather(1, actions.unsqueeze(1)).squeeze(1)
        entropy = -(logits.exp() * logits).sum(dim=1).mean()
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
        ratio = (log_probs - old_log_probs).exp()
        clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
        policy_loss = -torch.minimum(ratio * advantages, clipped * advantages).mean()
        values = self.value(observations).squeeze(1)
        near = old_values + (values - old_values).clamp(-CLIP, CLIP)
        value_loss = 0.5 * torch.maximum((values - targets) ** 2, (near - targets) ** 2).mean()
        loss = policy_loss + VALUE * value_loss - ENTROPY * entropy
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._parameters, MAX_NORM)
        self.optimizer.step()


class Rollout:
    """One round, `[LENGTH, NUM_ENVS]`."""

    def __init__(self, learner: Learner, envs: SyncVectorEnv, seed: int) -> None:
        self._learner = learner
        self._envs = envs
        self._next = torch.from_numpy(envs.reset(seed=seed)[0])
        self.observations = torch.zeros(LENGTH, NUM_ENVS, 4)
        self.actions = torch.zeros(LENGTH, NUM_ENVS, dtype=torch.int64)
        self.log_probs = torch.zeros(LENGTH, NUM_ENVS)
        self.rewards = torch.zeros(LENGTH, NUM_ENVS)
        self.has_ended = torch.zeros(LENGTH, NUM_ENVS)
        self.values = torch.zeros(LENGTH, NUM_ENVS)

    @torch.no_grad()
    def collect(self) -> None:
        for t in range(LENGTH):
            distribution = torch.distributions.Categorical(
                logits=self._learner.policy(self._next), validate_args=False
            )
            action = distribution.sample()
            self.observations[t] = self._next
            self.actions[t] = action
            self.log_probs[t] = distribution.log_prob(action)
            self.values[t] = self._learner.value(self._next).squeeze(1)
            observation, reward, terminated, truncated, _ = self._envs.step(action.numpy())
            self.rewards[t] = torch.from_numpy(reward)
            self.has_ended[t] = torch.from_numpy(terminated | truncated)
            # The vector hands out the same array every time.
            self._next = torch.from_numpy(observation.copy())

    @torch.no_grad()
    def advantages(self) -> torch.Tensor:
        advantages = torch.zeros(LENGTH, NUM_ENVS)
        following = self._learner.value(self._next).squeeze(1)
        advantage = torch.zeros(NUM_ENVS)
        for t in reversed(range(LENGTH)):
            goes_on = 1 - self.has_ended[t]
            delta = self.rewards[t] + DISCOUNT * goes_on * following - self.values[t]
            advantage = delta + DISCOUNT * LAMBDA * goes_on * advantage
            advantages[t] = advantage
            following = self.values[t]
        return advantages

    def columns(self) -> list[torch.Tensor]:
        advantages = self.advantages()
        columns = (
            self.observations,
            self.actions,
            self.log_probs,
            self.values,
            advantages,
            advantages + self.values,
        )
        return [column.reshape(ROUND, *column.shape[2:]) for column in columns]


def main() -> None:
    options = parse_training_arguments(__doc__)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    training = Training(options)
    make = [lambda: gym.make("CartPole-v1")] * NUM_ENVS
    envs = SyncVectorEnv(make, autoreset_mode=AutoresetMode.SAME_STEP)
    learner = Learner()

    @torch.no_grad()
    def greedy(observations: np.ndarray) -> np.ndarray:
        return learner.policy(torch.from_numpy(observations)).argmax(dim=1).numpy()

    num_rounds = STEPS // ROUND
    env_steps = updates = 0
    training.begin()
    rollout = Rollout(learner, envs, options.seed)
    for number in range((options.steps or STEPS) // ROUND):
        learner.optimizer.param_groups[0]["lr"] = LEARNING_RATE * (1 - number / num_rounds)
        rollout.collect()
        env_steps += ROUND
        columns = rollout.columns()
        for _ in range(EPOCHS):
            for rows in torch.randperm(ROUND).split(MINIBATCH):
                learner.update(*(column[rows] for column in columns))
                updates += 1
        if training.is_solved(env_steps, greedy):
            break
    training.finish(env_steps, updates, ["torch", "gymnasium", "numpy"])


if __name__ == "__main__":
    main()
