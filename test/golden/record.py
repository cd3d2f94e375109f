"""Records what the tests hold this project to, from the real Gymnasium and NumPy.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install gymnasium numpy
    /tmp/golden/bin/python test/golden/record.py

Writes a file for every environment, sync-vector.json and numpy-random.json beside itself. Every float64 is written with the digits that read
back to the same bits, every float32 with the digits that read back to the same float32.
"""

import json
import pathlib
import platform

import gymnasium
import numpy

from classic_control import TASKS, acrobot_steps
from gymnasium_runs import float32_row

HERE = pathlib.Path(__file__).parent
VERSIONS = {
    "gymnasium": gymnasium.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
    "machine": platform.machine(),
}


def record_vector():
    """SyncVectorEnv with SAME_STEP autoreset: the order of seeds, and what an end of an episode returns."""
    num_envs, seed, steps = 4, 21, 40
    envs = gymnasium.make_vec(
        "CartPole-v1", num_envs=num_envs, vectorization_mode="sync",
        vector_kwargs={"autoreset_mode": gymnasium.vector.AutoresetMode.SAME_STEP},
    )
    generator = numpy.random.default_rng(3)
    first, _ = envs.reset(seed=seed)
    record = {
        "numEnvs": num_envs, "seed": seed, "first": [float32_row(row) for row in first],
        "actions": [], "observations": [], "nextObservations": [], "rewards": [], "terminated": [], "truncated": [],
    }
    for _ in range(steps):
        actions = generator.integers(2, size=num_envs)
        observations, rewards, terminated, truncated, info = envs.step(actions)
        ended = info.get("_final_obs", numpy.zeros(num_envs, dtype=bool))
        record["actions"].append(actions.tolist())
        record["observations"].append([float32_row(row) for row in observations])
        record["nextObservations"].append(
            [float32_row(info["final_obs"][i] if ended[i] else observations[i]) for i in range(num_envs)]
        )
        record["rewards"].append(rewards.tolist())
        record["terminated"].append([int(flag) for flag in terminated])
        record["truncated"].append([int(flag) for flag in truncated])
    assert any(any(row) for row in record["terminated"])
    return record


def record_numpy():
    def integers(value):
        return [str(v) for v in value] if isinstance(value, (list, tuple)) else str(value)

    sequences = []
    for entropy in (0, 1, 42, 2**32 - 1, 2**32, 2**53 - 1, 2**64 + 5, 3**200, [], [0], [1, 2, 3], [2**40, 7, 0, 9, 2**70]):
        for spawn_key in ((), (0,), (1, 2), (2**33, 5, 6, 7)):
            sequence = numpy.random.SeedSequence(entropy, spawn_key=spawn_key)
            sequences.append({
                "entropy": integers(entropy),
                "spawnKey": integers(spawn_key),
                "uint32": sequence.generate_state(7, numpy.uint32).tolist(),
                "uint64": integers(sequence.generate_state(5, numpy.uint64).tolist()),
            })
    generators = []
    for seed in (0, 1, 42, 43, 123, 2**32 - 1, 2**32 + 12345, 2**53 - 1, 2**100 + 1):
        generator = numpy.random.default_rng
        generators.append({
            "seed": str(seed),
            "uint64": integers(numpy.random.PCG64(seed).random_raw(200).tolist()),
            "doubles": generator(seed).random(20).tolist(),
            "uniform": generator(seed).uniform(-0.05, 0.05, 8).tolist(),
            # A sum over many draws catches a rare carry that the first few miss.
            "xorOfManyUint64": str(int(numpy.bitwise_xor.reduce(numpy.random.PCG64(seed).random_raw(20000)))),
        })
    return {"recordedWith": VERSIONS, "seedSequences": sequences, "pcg64": generators}


def write(name, record):
    """One line for each innermost row keeps the file small and its differences readable."""
    text = json.dumps(record, separators=(",", ":")).replace("],[", "],\n[").replace("},{", "},\n{")
    (HERE / name).write_text(text + "\n")


for task, record in TASKS.items():
    write(f"{task}.json", {"recordedWith": VERSIONS, "runs": record()})
write("acrobot-steps.json", {"recordedWith": VERSIONS, "steps": acrobot_steps()})
write("sync-vector.json", {"recordedWith": VERSIONS, **record_vector()})
write("numpy-random.json", record_numpy())
