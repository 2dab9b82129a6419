"""Which mode a server knows: found out once per address and model, for the whole process."""

from __future__ import annotations

import threading
from functools import cache
from typing import Literal

Rung = Literal["json_schema", "tools", "json", "md_json"]

RUNGS: tuple[Rung, ...] = ("json_schema", "tools", "json", "md_json")
"""From the mode that holds the model to the schema to the one that every server knows."""


class Ladder:
    """The modes of one model at one address, best first.

    A form that has been answered in a mode stays there; a new form begins where the others are.
    Can be shared by tasks and threads.

    Example:
        >>> ladder = Ladder()
        >>> ladder.find_mode("form"), ladder.step("form", "json_schema"), ladder.find_mode("form")
        ('json_schema', True, 'tools')
        >>> ladder.prove("form", "tools")
        >>> ladder.find_mode("another form"), ladder.step("form", "tools")
        ('tools', False)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start = 0
        self._rungs: dict[str, int] = {}
        self._proven: dict[str, int] = {}

    def find_mode(self, form: str) -> Rung:
        """Returns the mode this form is asked in next."""
        with self._lock:
            return RUNGS[self._rungs.get(form, self._start)]

    def step(self, form: str, mode: str) -> bool:
        """Goes down from a mode the server did not take; returns whether to ask again.

        False where the form has been answered in this mode, so that something else is wrong, and
        at the foot of the ladder, which is then begun anew.
        """
        with self._lock:
            rung = next((at for at, name in enumerate(RUNGS) if name == mode), len(RUNGS))
            if self._proven.get(form) == rung:
                return False
            if rung + 1 >= len(RUNGS):
                self._rungs.pop(form, None)
                return False
            self._rungs[form] = max(self._rungs.get(form, 0), rung + 1)
            return True

    def prove(self, form: str, mode: str) -> None:
        """Takes in that a form was answered in a mode."""
        with self._lock:
            for rung, name in enumerate(RUNGS):
                if name == mode and self._proven.get(form) != rung:
                    self._proven[form] = self._rungs[form] = self._start = rung


@cache
def find_ladder(address: str, model: str) -> Ladder:
    """Returns the ladder of a model at an address; the same one in the whole process.

    Example:
        >>> find_ladder("http://127.0.0.1:1/v1", "m") is find_ladder("http://127.0.0.1:1/v1", "m")
        True
    """
    del address, model
    return Ladder()
