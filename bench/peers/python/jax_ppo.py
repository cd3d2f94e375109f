"""PPO compiled whole, environments included, in the manner of PureJaxRL: a script of our own on JAX and gymnax, on CPU.

PureJaxRL is not a package to install; this script shares its idea and its settings, which are those of CleanRL's ppo.py
(see cleanrl_ppo.py), and no line of code. Source: https://github.com/luchris429/purejaxrl, purejaxrl/ppo.py. What is compiled
is four rounds, 2,048 environment steps, so that exams can come between. As there, an episode that ran out of time counts
as one that ended.
"""

import math
from functools import partial
from typing import NamedTuple

import gymnax
import jax
import jax.numpy as jnp
import numpy as np
import optax

from training import Training, parse_training_arguments

STEPS = 500_000
NUM_ENVS = 4
LENGTH = 128
ROUND = NUM_ENVS * LENGTH
NUM_ROUNDS = STEPS // ROUND
ROUNDS_PER_CALL = 4
EPOCHS = 4
MINIBATCHES = 4
LEARNING_RATE = 2.5e-4
DISCOUNT = 0.99
LAMBDA = 0.95
CLIP = 0.2
ENTROPY = 0.01
VALUE = 0.5
MAX_NORM = 0.5

ENV, ENV_PARAMETERS = gymnax.make("CartPole-v1")


class Steps(NamedTuple):
    observation: jax.Array
    action: jax.Array
    log_prob: jax.Array
    value: jax.Array
    reward: jax.Array
    has_ended: jax.Array


class State(NamedTuple):
    parameters: dict
    optimizer: optax.OptState
    env: object
    observation: jax.Array
    key: jax.Array


def initial_layers(key: jax.Array, outputs: int, last_gain: float) -> list[tuple]:
    sizes = [(4, 64, math.sqrt(2)), (64, 64, math.sqrt(2)), (64, outputs, last_gain)]
    keys = jax.random.split(key, len(sizes))
    return [
        (jax.nn.initializers.orthogonal(gain)(k, (fan_in, fan_out)), jnp.zeros(fan_out))
        for k, (fan_in, fan_out, gain) in zip(keys, sizes)
    ]


def forward(layers: list[tuple], x: jax.Array) -> jax.Array:
    *hidden, (weights, bias) = layers
    for hidden_weights, hidden_bias in hidden:
        x = jnp.tanh(x @ hidden_weights + hidden_bias)
    return x @ weights + bias


def log_policy(parameters: dict, observation: jax.Array) -> jax.Array:
    return jax.nn.log_softmax(forward(parameters["policy"], observation))


def value_of(parameters: dict, observation: jax.Array) -> jax.Array:
    return forward(parameters["value"], observation)[..., 0]


def taken(log_probs: jax.Array, action: jax.Array) -> jax.Array:
    return jnp.take_along_axis(log_probs, action[..., None], axis=-1)[..., 0]


def learning_rate(updates: jax.Array) -> jax.Array:
    rounds = updates // (EPOCHS * MINIBATCHES)
    return LEARNING_RATE * (1 - rounds / NUM_ROUNDS)


OPTIMIZER = optax.chain(optax.clip_by_global_norm(MAX_NORM), optax.adam(learning_rate, eps=1e-5))


def step(parameters: dict, carry: tuple, _) -> tuple:
    env, observation, key = carry
    key, act_key, step_key = jax.random.split(key, 3)
    log_probs = log_policy(parameters, observation)
    action = jax.random.categorical(act_key, log_probs)
    step_keys = jax.random.split(step_key, NUM_ENVS)
    following, env, reward, terminated, truncated, _ = jax.vmap(ENV.step, in_axes=(0, 0, 0, None))(
        step_keys, env, action, ENV_PARAMETERS
    )
    made = Steps(
        observation,
        action,
        taken(log_probs, action),
        value_of(parameters, observation),
        reward,
        terminated | truncated,
    )
    return (env, following, key), made


def advantages_of(steps: Steps, last_value: jax.Array) -> jax.Array:
    def backwards(carry: tuple, made: Steps) -> tuple:
        advantage, following = carry
        delta = made.reward + DISCOUNT * (1 - made.has_ended) * following - made.value
        advantage = delta + DISCOUNT * LAMBDA * (1 - made.has_ended) * advantage
        return (advantage, made.value), advantage

    start = (jnp.zeros(NUM_ENVS), last_value)
    return jax.lax.scan(backwards, start, steps, reverse=True, unroll=16)[1]


def loss(parameters: dict, steps: Steps, advantage: jax.Array, target: jax.Array) -> jax.Array:
    log_probs = log_policy(parameters, steps.observation)
    entropy = -(jnp.exp(log_probs) * log_probs).sum(axis=-1).mean()
    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    ratio = jnp.exp(taken(log_probs, steps.action) - steps.log_prob)
    clipped = jnp.clip(ratio, 1 - CLIP, 1 + CLIP)
    policy_loss = -jnp.minimum(ratio * advantage, clipped * advantage).mean()
    value = value_of(parameters, steps.observation)
    near = steps.value + jnp.clip(value - steps.value, -CLIP, CLIP)
    value_loss = 0.5 * jnp.maximum((value - target) ** 2, (near - target) ** 2).mean()
    return policy_loss + VALUE * value_loss - ENTROPY * entropy


def update(carry: tuple, minibatch: tuple) -> tuple:
    parameters, optimizer = carry
    changes, optimizer = OPTIMIZER.update(jax.grad(loss)(parameters, *minibatch), optimizer)
    return (optax.apply_updates(parameters, changes), optimizer), None


def round_of(state: State, _) -> tuple:
    start = (state.env, state.observation, state.key)
    (env, observation, key), steps = jax.lax.scan(
        partial(step, state.parameters), start, None, LENGTH
    )
    advantage = advantages_of(steps, value_of(state.parameters, observation))
    columns = jax.tree.map(
        lambda column: column.reshape(ROUND, *column.shape[2:]),
        (steps, advantage, advantage + steps.value),
    )

    def epoch(carry: tuple, epoch_key: jax.Array) -> tuple:
        order = jax.random.permutation(epoch_key, ROUND).reshape(MINIBATCHES, -1)
        return jax.lax.scan(update, carry, jax.tree.map(lambda column: column[order], columns))

    key, epochs_key = jax.random.split(key)
    epoch_keys = jax.random.split(epochs_key, EPOCHS)
    learned = (state.parameters, state.optimizer)
    (parameters, optimizer), _ = jax.lax.scan(epoch, learned, epoch_keys)
    return State(parameters, optimizer, env, observation, key), None


@partial(jax.jit, static_argnames="num_rounds")
def rounds_of(state: State, num_rounds: int) -> State:
    return jax.lax.scan(round_of, state, None, num_rounds)[0]


@jax.jit
def greedy(parameters: dict, observations: jax.Array) -> jax.Array:
    return forward(parameters["policy"], observations).argmax(axis=-1)


def initial_state(seed: int) -> State:
    key, policy_key, value_key, reset_key = jax.random.split(jax.random.key(seed), 4)
    parameters = {
        "policy": initial_layers(policy_key, 2, 0.01),
        "value": initial_layers(value_key, 1, 1.0),
    }
    reset_keys = jax.random.split(reset_key, NUM_ENVS)
    observation, env = jax.vmap(ENV.reset, in_axes=(0, None))(reset_keys, ENV_PARAMETERS)
    return State(parameters, OPTIMIZER.init(parameters), env, observation, key)


def main() -> None:
    options = parse_training_arguments(__doc__)
    training = Training(options)
    state = initial_state(options.seed)
    # Compiling is part of the way to the first step, as imports are.
    advance = rounds_of.lower(state, ROUNDS_PER_CALL).compile()
    rounds = 0
    training.begin()
    most_rounds = (options.steps or STEPS) // ROUND
    while rounds < most_rounds:
        state = jax.block_until_ready(advance(state))
        rounds += ROUNDS_PER_CALL
        parameters = state.parameters
        if training.is_solved(rounds * ROUND, lambda x: np.asarray(greedy(parameters, x))):
            break
    updates = rounds * EPOCHS * MINIBATCHES
    training.finish(rounds * ROUND, updates, ["jax", "gymnax", "gymnasium", "numpy"])


if __name__ == "__main__":
    main()
