"""What works here, as values: the installation, the settings, the engine, the model.

Rooms, in the order of the examination: `requirements` and `installation` look at what is
installed, `configuration` at the environment, `trying` at the embedded engine, `reaching` at the
way to a server, `asking` at what its model answers, `costs` at what that takes. `examining` puts
them in order. Nothing is drawn here, and nothing here holds a key or words of an answer.
"""

from __future__ import annotations

from summarizer.doctor.checks import CAP_USD, Check, Report, Status
from summarizer.doctor.examining import examine

__all__ = ["CAP_USD", "Check", "Report", "Status", "examine"]
