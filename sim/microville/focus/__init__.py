"""The focus area alone: its people are simulated, the rest of the map replays from a recording."""

from microville.focus.model import FocusModel
from microville.focus.record import Recorder
from microville.focus.replay import Replay

__all__ = ["FocusModel", "Recorder", "Replay"]
