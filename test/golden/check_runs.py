"""Reads run directories as their users' notebooks do and compares the files with each other and with summary.json.

With what monitor/record.py and tensorboard/record.py need:

    for settings in "--algo dqn" "--algo ppo" "--env Pendulum-v1 --algo ppo --steps 30000"; do npx manyhands train $settings; done
    python test/golden/check_runs.py runs/*
"""
import json
import pathlib
import sys

import numpy
import pandas
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

sys.path.insert(0, str(pathlib.Path(__file__).parent / "monitor"))
from sb3 import load_results, ts2xy  # noqa: E402

# How CleanRL calls what it plots.
CLEANRL = {
    "charts/episodic_return", "charts/episodic_length", "charts/SPS", "charts/learning_rate", "losses/value_loss", "losses/policy_loss",
    "losses/entropy", "losses/approx_kl", "losses/clipfrac", "losses/explained_variance", "losses/td_loss", "losses/q_values",
}

for run in map(pathlib.Path, sys.argv[1:]):
    summary = json.loads((run / "summary.json").read_text())
    episodes = load_results(str(run))
    timesteps, returns = ts2xy(episodes, "timesteps")
    assert episodes["index"].is_monotonic_increasing, "the loader puts the episodes in another order"
    assert len(episodes) == summary["episodes"], (len(episodes), summary["episodes"])
    # Steps of episodes that had not ended are in no row.
    assert timesteps[-1] <= summary["envSteps"]

    progress = pandas.read_csv(run / "progress.csv")
    last = progress.iloc[-1]
    assert last["env_steps"] == summary["envSteps"] and last["updates"] == summary["updates"]
    assert progress["time_seconds"].is_monotonic_increasing
    for thread in ("learner_", "actor_"):
        shares = progress[[name for name in progress if name.startswith(thread)]].dropna()
        assert len(shares) > 0 and numpy.allclose(shares.sum(axis=1), 1), thread

    evaluations = pandas.read_csv(run / "evaluations.csv")
    assert (evaluations["mean_return"] == summary["evaluation"]["meanReturn"]).any()

    [events] = (run / "tb").iterdir()
    assert sum(1 for _ in EventFileLoader(str(events)).Load()) > len(progress)
    accumulator = EventAccumulator(str(run / "tb"))
    accumulator.Reload()
    tags = set(accumulator.Tags()["scalars"])
    assert tags <= CLEANRL, tags - CLEANRL
    assert {"charts/episodic_return", "charts/SPS"} <= tags
    assert [scalar.step for scalar in accumulator.Scalars("charts/SPS")] == progress["env_steps"].tolist()
    print(f"{run}: {len(episodes)} episodes, {len(progress)} rows, {len(evaluations)} evaluations, {', '.join(sorted(tags))}")
