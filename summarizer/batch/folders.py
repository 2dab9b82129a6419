"""An OUT that is open for work: its manifest, its ledger and its files."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from summarizer.api import SYSTEM_CLOCK, find_version
from summarizer.batch.identity import Setup
from summarizer.batch.ledger import LEASE_S, Ledger
from summarizer.batch.manifest import LEDGER, Manifest, open_folder
from summarizer.batch.outputs import Outputs
from summarizer.batch.planning import BatchOptions
from summarizer.errors import ConfigError
from summarizer.settings import Settings

_LOCKS = ".owners"


@dataclass(slots=True)
class Batch:
    """An OUT with its ledger, open for work.

    Attributes:
        folder: the OUT.
        setup: what decides the answers.
        ledger: what is done.
        outputs: the files.
        manifest: as it was last written.
    """

    folder: Path
    setup: Setup
    ledger: Ledger
    outputs: Outputs
    manifest: Manifest = field(repr=False)

    def note(self, **changes: Any) -> None:
        """Writes into the manifest how it stands."""
        now = SYSTEM_CLOCK.now().isoformat(timespec="seconds")
        if changes.get("state") == "running":
            changes["started_at"] = self.manifest.started_at or now
        else:
            changes["ended_at"] = now
        versions = dict.fromkeys([*self.manifest.versions, find_version()])
        self.manifest = replace(self.manifest, versions=tuple(versions), **changes)
        self.manifest.write(self.folder)


@contextmanager
def open_batch(folder: Path, settings: Settings, options: BatchOptions) -> Generator[Batch]:
    """Yields an OUT with its ledger; both are made when they are not there.

    Raises:
        ConfigError: they cannot be used, or were begun with other settings.
    """
    setup = Setup.of(settings)
    manifest = open_folder(folder, setup)
    with open_ledger(folder, manifest, url=options.ledger, lease_s=options.lease_s) as ledger:
        outputs = Outputs(folder, ledger, output_format=options.output_format)
        shown = ledger.store.name if options.ledger else None
        manifest = replace(manifest, ledger=shown, output_format=options.output_format)
        yield Batch(folder, setup, ledger, outputs, manifest)


@contextmanager
def open_ledger(
    folder: Path, manifest: Manifest, *, url: str | None = None, lease_s: float = LEASE_S
) -> Generator[Ledger]:
    """Yields the ledger of an OUT.

    Raises:
        ConfigError: it cannot be used, or OUT was begun with another one.
    """
    if url is None and manifest.ledger is not None:
        raise ConfigError(
            f"{folder} was begun with the ledger {manifest.ledger}; give it again with --ledger"
        )
    ledger = Ledger(
        url or f"sqlite:///{folder / LEDGER}",
        setup=manifest.setup,
        out=manifest.out,
        folder=folder / _LOCKS,
        now=lambda: SYSTEM_CLOCK.now().timestamp(),
        lease_s=lease_s,
    )
    try:
        yield ledger
    finally:
        ledger.close()
