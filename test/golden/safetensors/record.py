"""Writes python.safetensors with the reference package, and what that package reads from a file of ours.

    pip install safetensors==0.8.0 numpy
    python test/golden/safetensors/record.py                       # writes python.safetensors
    python test/golden/safetensors/record.py <file.safetensors>    # prints a file's tensors as JSON
"""
import json
import pathlib
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

if len(sys.argv) > 1:
    with safe_open(sys.argv[1], framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        print(json.dumps({
            "metadata": file.metadata(),
            "tensors": {name: {"shape": t.shape, "dtype": str(t.dtype), "data": t.ravel().tolist()} for name, t in tensors.items()},
        }, sort_keys=True))
else:
    save_file(
        {
            "dense0/kernel": np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3),
            "dense0/bias": np.array([0.5, -0.25, 3e-39], dtype=np.float32),
            "scalar": np.array(1.5, dtype=np.float32),
            "empty": np.zeros((0, 3), dtype=np.float32),
            "größe": np.array([7], dtype=np.float32),
        },
        pathlib.Path(__file__).parent / "python.safetensors",
        metadata={"written by": "safetensors 0.8.0"},
    )
