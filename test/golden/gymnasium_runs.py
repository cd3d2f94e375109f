"""Whole episodes from Gymnasium, with the policies that bring about every kind of end."""

import math

import gymnasium
import numpy


def float32_row(values):
    """Float32 with the digits that read back to the same float32."""
    assert values.dtype == numpy.float32
    return [float(numpy.format_float_scientific(v, unique=True)) for v in values]


def float64_row(values):
    return [float(v) for v in values]


def random_choices(n, seed):
    generator = numpy.random.default_rng(seed)
    return lambda state: int(generator.integers(n))


def random_forces(seed, limit):
    """Forces within the box, beyond it, and at its very bounds."""
    generator = numpy.random.default_rng(seed)

    def choose(state):
        kind = generator.integers(4)
        force = generator.uniform(-limit, limit)
        return [force, 3 * force, math.copysign(limit, force), force / 7][kind]

    return choose


def always(action):
    return lambda state: action


def record_run(id, name, seed, policy, steps=None, episodes=None, states=True, options={}, **make):
    """
    Steps one environment and resets it at every end. The policy sees the state; forces are handed over, and written
    down, as float32. `options` is what the run has to be given here.
    """
    env = gymnasium.make(id, **make)
    is_box = isinstance(env.action_space, gymnasium.spaces.Box)
    observation, _ = env.reset(seed=seed)
    base = env.unwrapped

    def start():
        return [len(run["rewards"]), float64_row(base.state), float32_row(observation)]

    run = {
        "name": name, "seed": seed, "maxEpisodeSteps": env.spec.max_episode_steps, "options": options, "starts": [],
        "actions": [] if is_box else "", "terminated": "", "truncated": "", "rewards": [], "states": [],
        "observations": [],
    }
    if not options:
        del run["options"]
    run["starts"].append(start())
    ended = 0
    while (steps is None or len(run["rewards"]) < steps) and (episodes is None or ended < episodes):
        action = policy(base.state)
        if is_box:
            action = numpy.array([action], dtype=numpy.float32)
            run["actions"] += float32_row(action)
        else:
            run["actions"] += str(action)
        observation, reward, terminated, truncated, _ = env.step(action)
        run["rewards"].append(float(reward))
        run["terminated"] += str(int(terminated))
        run["truncated"] += str(int(truncated))
        run["states"].append(float64_row(base.state))
        run["observations"].append(float32_row(observation))
        if terminated or truncated:
            ended += 1
            observation, _ = env.reset()
            run["starts"].append(start())
    if not states:
        del run["states"]
    return run


def record_step(id, state, action):
    """One step from a state that no episode comes to."""
    env = gymnasium.make(id)
    env.reset(seed=0)
    base = env.unwrapped
    base.state = numpy.array(state, dtype=numpy.float64)
    observation, reward, terminated, _, _ = env.step(action)
    return {
        "state": state, "action": action, "nextState": float64_row(base.state), "observation": float32_row(observation),
        "reward": float(reward), "terminated": int(terminated),
    }


def steps_to_end(id, seed, policy):
    """How many steps the first episode lasts, to end it and the time limit on the same step."""
    return len(record_run(id, "probe", seed, policy, episodes=1)["rewards"])
