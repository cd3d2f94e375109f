"""Records what the tests hold this project to, from the real Gymnasium and NumPy.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install gymnasium numpy
    /tmp/golden/bin/python test/golden/record.py

Writes cartpole.json and numpy-random.json beside itself. Every float64 is written with the digits that read
back to the same bits, every float32 with the digits that read back to the same float32.
"""

import json
import pathlib
import platform

import gymnasium
import numpy

HERE = pathlib.Path(__file__).parent
VERSIONS = {
    "gymnasium": gymnasium.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
    "machine": platform.machine(),
}


def float32_row(values):
    assert values.dtype == numpy.float32
    return [json.loads(numpy.format_float_scientific(v, unique=True)) for v in values]


def random_policy(seed):
    generator = numpy.random.default_rng(seed)
    return lambda state: int(generator.integers(2))


def balance(state):
    """Pushes under the pole before it falls, and a little towards the middle."""
    x, x_dot, theta, theta_dot = state
    return int(theta + 0.3 * theta_dot + 0.02 * x + 0.06 * x_dot > 0)


def always_right(state):
    return 1


def record_run(name, seed, policy, steps=None, episodes=None, **make):
    env = gymnasium.make("CartPole-v1", **make)
    observation, _ = env.reset(seed=seed)
    run = {
        "name": name,
        "seed": seed,
        "maxEpisodeSteps": env.spec.max_episode_steps,
        "starts": [[0, env.unwrapped.state.tolist(), float32_row(observation)]],
        "actions": "", "terminated": "", "truncated": "",
        "rewards": [], "states": [], "observations": [],
    }
    ended = 0
    while (steps is None or len(run["rewards"]) < steps) and (episodes is None or ended < episodes):
        action = policy(env.unwrapped.state)
        observation, reward, terminated, truncated, _ = env.step(action)
        run["actions"] += str(action)
        run["rewards"].append(float(reward))
        run["terminated"] += str(int(terminated))
        run["truncated"] += str(int(truncated))
        run["states"].append(env.unwrapped.state.tolist())
        run["observations"].append(float32_row(observation))
        if terminated or truncated:
            ended += 1
            observation, _ = env.reset()
            run["starts"].append([len(run["rewards"]), env.unwrapped.state.tolist(), float32_row(observation)])
    return run


def record_cartpole():
    runs = [
        record_run(f"random actions, seed {seed}", seed, random_policy(seed + 1), episodes=3)
        for seed in (0, 1, 42, 123, 2**31 - 1, 2**32 + 12345, 2**53 - 1)
    ]
    runs += [
        record_run(f"balanced to the time limit, seed {seed}", seed, balance, steps=520)
        for seed in (0, 7, 2**40)
    ]
    fallen = len(record_run("probe", 5, always_right, episodes=1)["rewards"])
    runs.append(
        record_run("falls on the very step the time limit ends", 5, always_right, episodes=3, max_episode_steps=fallen)
    )
    runs.append(record_run("a short time limit", 11, balance, steps=60, max_episode_steps=20))
    return {"recordedWith": VERSIONS, "runs": runs, "vector": record_vector()}


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


write("cartpole.json", record_cartpole())
write("numpy-random.json", record_numpy())
