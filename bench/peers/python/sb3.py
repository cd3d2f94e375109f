"""Stable-Baselines3's own DQN and PPO on CartPole-v1, with the settings that rl-baselines3-zoo publishes for them.

Settings: https://github.com/DLR-RM/rl-baselines3-zoo, hyperparams/dqn.yml and hyperparams/ppo.yml, CartPole-v1.
"""

from stable_baselines3 import DQN, PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
import torch

from training import Training, parse_training_arguments

ENV = "CartPole-v1"
DQN_STEPS = 50_000
PPO_STEPS = 100_000


def build_dqn(seed: int) -> DQN:
    return DQN(
        "MlpPolicy",
        make_vec_env(ENV, n_envs=1, seed=seed),
        learning_rate=2.3e-3,
        batch_size=64,
        buffer_size=100_000,
        learning_starts=1000,
        gamma=0.99,
        target_update_interval=10,
        train_freq=256,
        gradient_steps=128,
        exploration_fraction=0.16,
        exploration_final_eps=0.04,
        policy_kwargs={"net_arch": [256, 256]},
        seed=seed,
        device="cpu",
    )


def build_ppo(seed: int) -> PPO:
    return PPO(
        "MlpPolicy",
        make_vec_env(ENV, n_envs=8, seed=seed),
        n_steps=32,
        batch_size=256,
        gae_lambda=0.8,
        gamma=0.98,
        n_epochs=20,
        ent_coef=0.0,
        learning_rate=lambda remaining: 1e-3 * remaining,
        clip_range=lambda remaining: 0.2 * remaining,
        seed=seed,
        device="cpu",
    )


class SitExams(BaseCallback):
    """Before a rollout, when the updates of the last one are made."""

    def __init__(self, training: Training) -> None:
        super().__init__()
        self._training = training
        self._is_solved = False

    def _on_training_start(self) -> None:
        self._training.begin()

    def _on_rollout_start(self) -> None:
        self._is_solved = self._training.is_solved(self.num_timesteps, self._act)

    def _on_step(self) -> bool:
        # Training can be ended from here alone.
        return not self._is_solved

    def _act(self, observations):
        return self.model.predict(observations, deterministic=True)[0]


def main() -> None:
    algorithm = {"choices": ["dqn", "ppo"], "required": True}
    options = parse_training_arguments(__doc__, algorithm=algorithm)
    torch.set_num_threads(options.threads)
    training = Training(options)
    is_dqn = options.algorithm == "dqn"
    model = build_dqn(options.seed) if is_dqn else build_ppo(options.seed)
    published = DQN_STEPS if is_dqn else PPO_STEPS
    model.learn(options.steps or published, callback=SitExams(training))
    # PPO counts epochs; with one minibatch of all 256 steps an epoch is an update.
    packages = ["stable-baselines3", "torch", "gymnasium", "numpy"]
    training.finish(model.num_timesteps, model._n_updates, packages)


if __name__ == "__main__":
    main()
