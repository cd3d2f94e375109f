"""Takes TensorFlow's C library and the headers of its C functions out of a wheel: extract.py WHEEL INTO."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

LIBRARIES = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"}
HEADERS = "tensorflow/include/tensorflow/"


def target(name: str) -> str | None:
    if name in LIBRARIES:
        return f"lib/{PurePosixPath(name).name}"
    # The C functions' headers include a few of the platform's.
    if name.startswith(HEADERS) and name.endswith(".h") and ("/c/" in name or "/platform/" in name):
        return name.removeprefix("tensorflow/")
    return None


wheel, into = sys.argv[1:]
with zipfile.ZipFile(wheel) as members:
    for name in members.namelist():
        path = target(name)
        if path is None:
            continue
        file = Path(into) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with members.open(name) as source, file.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
