"""Records what Stable-Baselines3 itself writes and what it reads from those files and from ours.

    python3 -m venv /tmp/golden
    /tmp/golden/bin/pip install numpy pandas gymnasium matplotlib
    /tmp/golden/bin/pip install --no-deps stable-baselines3==2.9.2
    /tmp/golden/bin/python test/golden/monitor/record.py

Writes cartpole.monitor.csv and pendulum.monitor.csv with its Monitor, and loaded.json with what its loader and its plots read from
every *.monitor.csv beside this script.
"""
import json
import pathlib
import shutil
import tempfile
import time

import gymnasium
import numpy

from sb3 import Monitor, VERSION, load_results, ts2xy

HERE = pathlib.Path(__file__).parent
START = 1_700_000_000.25
SECONDS_PER_LOOK = 0.0125


def frozen_clock():
    """Every look at the clock is a moment later than the one before."""
    now = START - SECONDS_PER_LOOK

    def tick():
        nonlocal now
        now += SECONDS_PER_LOOK
        return now

    return tick


def write(name, env_id, num_episodes):
    real, time.time = time.time, frozen_clock()
    try:
        env = Monitor(gymnasium.make(env_id), str(HERE / name))
        actions = numpy.random.default_rng(5)
        for episode in range(num_episodes):
            env.reset(seed=episode)
            ended = False
            while not ended:
                space = env.action_space
                action = actions.integers(space.n) if hasattr(space, "n") else actions.uniform(space.low, space.high).astype(space.dtype)
                _, _, terminated, truncated, _ = env.step(action)
                ended = terminated or truncated
        env.close()
    finally:
        time.time = real


def read(path):
    """As a user does: the loader takes a folder, and reads every monitor file in it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        frame = load_results(folder)
        steps, returns = ts2xy(frame, "timesteps")
    return {
        "index": frame["index"].tolist(),
        "r": frame["r"].tolist(),
        "l": frame["l"].tolist(),
        "t": frame["t"].tolist(),
        "timesteps": steps.tolist(),
        "timestepReturns": returns.tolist(),
    }


write("cartpole", "CartPole-v1", 12)
write("pendulum", "Pendulum-v1", 3)
files = {path.name: read(path) for path in sorted(HERE.glob("*.monitor.csv"))}
(HERE / "loaded.json").write_text(json.dumps({"stableBaselines3": VERSION, "files": files}, indent=1) + "\n")
