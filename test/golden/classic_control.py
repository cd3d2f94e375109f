"""The episodes recorded of each environment of Gymnasium's classic control."""

import math
from functools import partial

from gymnasium_runs import always, random_choices, random_forces, record_run, record_step, steps_to_end

BIG_SEEDS = (2**31 - 1, 2**32 + 12345, 2**53 - 1)


def balance(state):
    """Pushes under the pole before it falls, and a little towards the middle."""
    x, x_dot, theta, theta_dot = state
    return int(theta + 0.3 * theta_dot + 0.02 * x + 0.06 * x_dot > 0)


def cartpole():
    id = "CartPole-v1"
    runs = [
        record_run(id, f"random actions, seed {seed}", seed, random_choices(2, seed + 1), episodes=3)
        for seed in (0, 1, 42, 123, *BIG_SEEDS)
    ]
    runs += [
        record_run(id, f"balanced to the time limit, seed {seed}", seed, balance, steps=520)
        for seed in (0, 7, 2**40)
    ]
    fallen = steps_to_end(id, 5, always(1))
    name = "falls on the very step the time limit ends"
    runs.append(record_run(id, name, 5, always(1), episodes=3, max_episode_steps=fallen))
    runs.append(record_run(id, "a short time limit", 11, balance, steps=60, max_episode_steps=20))
    return runs


def pump(state):
    """Pushes the way the car already rolls."""
    return 2 if state[1] >= 0 else 0


def mountain_car():
    id = "MountainCar-v0"
    runs = [
        record_run(id, f"random actions, seed {seed}", seed, random_choices(3, seed + 1), steps=230)
        for seed in (0, 42, *BIG_SEEDS)
    ]
    runs += [record_run(id, f"pumped to the goal, seed {seed}", seed, pump, episodes=3) for seed in (0, 1, 123, 2**40)]
    runs.append(record_run(id, "pushed against the left wall", 3, wall_seeker(), steps=230))
    at_goal = steps_to_end(id, 5, pump)
    name = "reaches the goal on the very step the time limit ends"
    runs.append(record_run(id, name, 5, pump, episodes=2, max_episode_steps=at_goal))
    name = "a goal that is to be passed at speed"
    runs.append(record_run(id, name, 9, pump, episodes=2, options={"goalVelocity": 0.05}, goal_velocity=0.05))
    return runs


def wall_seeker():
    """Gathers speed to the right, then leans left into the wall."""
    return lambda state: 0 if state[0] < -0.2 and state[1] <= 0 else (2 if state[1] > 0 and state[0] < 0.2 else 0)


def pump_force(state):
    return math.copysign(1.0, state[1])


def overdone(policy, factor):
    return lambda state: factor * policy(state)


def mountain_car_continuous():
    """Without states: after a start they are the observations."""
    id = "MountainCarContinuous-v0"
    record = partial(record_run, id, states=False)
    runs = [
        record(f"random forces, seed {seed}", seed, random_forces(seed + 1, 1.0), steps=210, max_episode_steps=100)
        for seed in (0, 42, *BIG_SEEDS)
    ]
    runs.append(record("random forces to the time limit", 7, random_forces(8, 0.2), steps=1010))
    runs += [
        record(f"pumped to the goal, seed {seed}", seed, pump_force, episodes=2) for seed in (0, 1, 2**40)
    ]
    runs += [
        record(f"pumped with {factor} of the force", 11, overdone(pump_force, factor), episodes=1)
        for factor in (0.7, 0.95, 2.5)
    ]
    at_goal = steps_to_end(id, 5, pump_force)
    name = "reaches the goal on the very step the time limit ends"
    runs.append(record(name, 5, pump_force, episodes=2, max_episode_steps=at_goal))
    name = "a goal that is to be passed at speed"
    runs.append(
        record(name, 9, overdone(pump_force, 0.7), episodes=1, options={"goalVelocity": 0.06}, goal_velocity=0.06)
    )
    runs.append(record("leaning left into the wall", 3, left_after_swing, steps=300))
    return runs


def left_after_swing(state):
    return -1.0 if state[0] < -0.2 and state[1] <= 0 else (1.0 if state[1] > 0 and state[0] < 0.1 else -1.0)


def swing_up(state):
    """Torque with the speed of the joint."""
    return 2 if state[3] - state[2] > 0 else 0


def acrobot():
    """Without states: the observations tell them, and a long episode is large."""
    id = "Acrobot-v1"
    record = partial(record_run, id, states=False)
    runs = [
        record(f"random actions, seed {seed}", seed, random_choices(3, seed + 1), steps=steps)
        for seed, steps in ((0, 520), (42, 520), (2**31 - 1, 150), (2**32 + 12345, 150), (2**53 - 1, 150))
    ]
    runs += [
        record(f"swung up, seed {seed}", seed, swing_up, episodes=3) for seed in (0, 1, 123, 2**40)
    ]
    at_goal = steps_to_end(id, 5, swing_up)
    name = "reaches the goal on the very step the time limit ends"
    runs.append(record(name, 5, swing_up, episodes=2, max_episode_steps=at_goal))
    return runs


def pendulum():
    id = "Pendulum-v1"
    runs = [
        record_run(id, f"random torques, seed {seed}", seed, random_forces(seed + 1, 2.0), steps=410)
        for seed in (0, 42, *BIG_SEEDS)
    ]
    runs += [
        record_run(id, f"swung round and round, seed {seed}", seed, lambda state: 5 * math.copysign(1, state[1]), steps=210)
        for seed in (1, 2**40)
    ]
    runs.append(record_run(id, "in weak gravity", 3, random_forces(5, 2.0), steps=210, options={"g": 1.62}, g=1.62))
    runs.append(record_run(id, "a short time limit", 11, random_forces(12, 2.0), steps=60, max_episode_steps=20))
    return runs


def acrobot_steps():
    """At full speed both ways, where speeds are cut and angles go round."""
    states = (
        [0.5, -0.25, 12.5, 28.0], [0.5, -0.25, -12.5, -28.0], [-3.0, 3.0, 12.5, -28.0], [3.0, -3.0, -12.5, 28.0],
        [3.1, 0.0, 1.0, 0.5], [-3.1, 0.0, -1.0, -0.5], [0.0, 3.1, 0.0, 2.0], [0.0, -3.1, 0.0, -2.0],
    )
    return [record_step("Acrobot-v1", state, action) for state in states for action in (0, 1, 2)]


TASKS = {
    "cartpole": cartpole,
    "mountain-car": mountain_car,
    "mountain-car-continuous": mountain_car_continuous,
    "acrobot": acrobot,
    "pendulum": pendulum,
}
