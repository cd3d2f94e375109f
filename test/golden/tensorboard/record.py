"""Reads an event file of ours with TensorBoard itself and records what it saw.

    pip install tensorboard==2.21.0
    python test/golden/tensorboard/record.py test/golden/tensorboard/events.out.tfevents.1700000000.host.42.0
"""
import json
import pathlib
import sys

from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

path = pathlib.Path(sys.argv[1])
events = [
    {
        "wallTime": event.wall_time,
        "step": event.step,
        "fileVersion": event.file_version,
        "values": [[value.tag, value.simple_value] for value in event.summary.value],
    }
    for event in LegacyEventFileLoader(str(path)).Load()
]
accumulator = EventAccumulator(str(path))
accumulator.Reload()
scalars = {tag: [[s.step, s.value] for s in accumulator.Scalars(tag)] for tag in accumulator.Tags()["scalars"]}
pathlib.Path(__file__).with_name("read-by-tensorboard.json").write_text(json.dumps({"events": events, "scalars": scalars}, indent=1) + "\n")
