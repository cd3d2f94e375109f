"""The parts of Stable-Baselines3 that write and read monitor files.

They need neither PyTorch nor anything else of its learning half, which its package imports first of all: so that is passed over.
"""
import importlib.metadata
import importlib.util
import sys
import types

package = types.ModuleType("stable_baselines3")
package.__path__ = list(importlib.util.find_spec("stable_baselines3").submodule_search_locations)
sys.modules["stable_baselines3"] = package

from stable_baselines3.common.monitor import Monitor, load_results  # noqa: E402
from stable_baselines3.common.results_plotter import ts2xy  # noqa: E402

VERSION = importlib.metadata.version("stable_baselines3")

__all__ = ["Monitor", "VERSION", "load_results", "ts2xy"]
