"""The examination on a terminal: a line for each check, and what to do about it below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.status import Status as RichStatus
from rich.table import Table
from rich.text import Text

from summarizer.controls import clean_for_terminal
from summarizer.doctor import Check, Report, Status

_WIDTH = 100
_TITLE_WIDTH = 20
"""Columns of the longest title, `structured-summarizer` apart, which is two wider."""
_MARKS: Mapping[Status, tuple[str, str, str]] = {
    "ok": ("✓", "ok", "green"),
    "warn": ("!", "!", "yellow"),
    "fail": ("✗", "x", "bold red"),
    "skipped": ("–", "-", "dim"),
}
"""By status: the mark, the same in ASCII, its style."""
_GROUPS: Mapping[str, str] = {
    "installation": "Installation",
    "settings": "Settings",
    "engine": "Engine",
    "server": "Server",
    "model": "Model",
}


class Sheet:
    """Writes checks as they come, under the heading of their group.

    Args:
        stream: where they go; its width and encoding decide how they look.
    """

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream)
        self._group = ""

    def add(self, check: Check) -> None:
        """Writes one check."""
        if check.group != self._group:
            self._write(Text(("\n" if self._group else "") + _GROUPS[check.group], style="bold"))
            self._group = check.group
        fine, plain, style = _MARKS[check.status]
        plainly = self._console.options.ascii_only
        mark = plain if plainly else fine
        row = Table.grid(padding=(0, 1), expand=False)
        row.add_column(width=2)
        row.add_column(width=_TITLE_WIDTH + 2)
        row.add_column(overflow="fold")
        quiet = check.status == "skipped"
        seen = Text(_clean(check.seen), style="dim" if quiet else "")
        if check.fix:
            arrow = "->" if plainly else "→"
            seen.append(f"\n{arrow} {_clean(check.fix)}", style="" if quiet else "cyan")
        row.add_row(Text(mark, style=style), Text(check.title), seen)
        self._write(Padding(row, (0, 0, 0, 2)))

    def end(self, report: Report) -> None:
        """Writes what works, and the next command, which is not broken into lines."""
        good = report.is_usable
        line = Text("\n")
        line.append(_clean(report.verdict), style="bold green" if good else "bold red")
        self._write(line)
        command = Text("next: ").append(_clean(report.next), style="cyan")
        self._console.print(command, soft_wrap=True, markup=False, highlight=False, emoji=False)

    def _write(self, block: RenderableType) -> None:
        """Writes a block without the blanks that fill up its lines."""
        console = self._console
        with console.capture() as captured:
            width = min(console.width, _WIDTH)
            console.print(block, width=width, markup=False, highlight=False, emoji=False)
        lines = captured.get().split("\n")[:-1]
        console.file.write("".join(f"{line.rstrip()}\n" for line in lines))
        console.file.flush()


class Progress:
    """Tells on stderr what is being done, in a line that goes away; a context manager.

    Args:
        shown: whether anybody watches.
    """

    def __init__(self, *, shown: bool) -> None:
        self._console = Console(stderr=True) if shown else None
        self._status: RichStatus | None = None

    def tell(self, what: str) -> None:
        """Shows what is being done now."""
        self.stop()
        if self._console is not None:
            self._status = self._console.status(Text(f"{_clean(what)} …", style="dim"))
            self._status.start()

    def stop(self) -> None:
        """Takes the line away: another stream of the same terminal is written to next."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _clean(text: str) -> str:
    return "\n".join(clean_for_terminal(line) for line in text.split("\n"))
