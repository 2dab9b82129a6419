"""Who works on a ledger: alive or not, and how much money each may spend.

A process on this machine holds a lock on a file of its own, which the system lets go when it dies;
one on another machine is alive as long as it renews its lease.
"""

from __future__ import annotations

import contextlib
import os
import socket
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from summarizer.batch.ledger.layout import OWNERS
from summarizer.batch.ledger.opening import Store
from summarizer.errors import ConfigError
from summarizer.locks import try_lock

_FOREVER_S = 1e12
"""When the lease of an owner that stays ends."""


STAYING = "jobs-"
"""How the id of an owner begins whose claims outlive its process."""


class Owner:
    """This process as one that works on a ledger.

    Args:
        store: the database.
        folder: where the file stands that is locked as long as this process lives.
        lease_s: how long after its last sign of life an owner on another machine counts as alive.
        now: seconds since 1970.
        stays: id of an owner whose claims outlive the process, for what a provider works on
            meanwhile; one process at a time is this owner.

    Raises:
        ConfigError: the folder cannot be written, or another process is the owner that stays.
    """

    def __init__(
        self,
        store: Store,
        *,
        folder: Path,
        lease_s: float,
        now: Callable[[], float],
        stays: str | None = None,
    ) -> None:
        self.id = stays or uuid.uuid4().hex
        self.stays = stays is not None
        self.lease_s = lease_s
        self._store = store
        self._now = now
        self._host = socket.gethostname()
        self._path = folder / f"{self.id}.lock"
        self._file = _open_locked(self._path, must=self.stays)
        with store.begin() as connection:
            if connection.execute(OWNERS.select().where(OWNERS.c.id == self.id)).first() is None:
                connection.execute(
                    OWNERS.insert().values(
                        id=self.id,
                        host=self._host,
                        # Without a lock nobody takes it for dead when the process is gone.
                        lock=None if self.stays else str(self._path.resolve()),
                        lease_until=_FOREVER_S if self.stays else self._until(connection),
                    )
                )

    def renew(self) -> None:
        """Gives the sign of life that machines elsewhere wait for."""
        if self.stays:
            return
        with self._store.begin() as connection:
            connection.execute(
                OWNERS.update()
                .where(OWNERS.c.id == self.id)
                .values(lease_until=self._until(connection))
            )

    def find_gone(self, connection: sa.Connection, ids: set[str]) -> set[str]:
        """Returns those of the owners that do not live any more."""
        if not ids:
            return set()
        now_s = self._store.tell_time(connection, self._now())
        rows = connection.execute(OWNERS.select().where(OWNERS.c.id.in_(ids))).all()
        known = {row.id for row in rows}
        gone = {row.id for row in rows if row.lease_until < now_s or self._is_dead_here(row)}
        return gone | (ids - known)

    def leave(self) -> None:
        """Ends the lease: whatever is still claimed may be taken by others, unless it stays."""
        if self.stays:
            self._file.close()
            return
        with self._store.begin() as connection:
            connection.execute(
                OWNERS.update()
                .where(OWNERS.c.id == self.id)
                .values(lease_until=0.0, granted_usd=OWNERS.c.spent_usd)
            )
        self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()

    # ---- money ----

    def grant(self, max_cost_usd: float, wanted_usd: float) -> float:
        """Takes money that nobody has taken; returns how much, at most what is wanted.

        What an owner took and did not account for stays taken: its calls may have cost that.

        Args:
            max_cost_usd: what all owners together may spend.
            wanted_usd: how much is asked for.
        """
        with self._store.begin(alone=True) as connection:
            granted = sa.select(sa.func.sum(OWNERS.c.granted_usd))
            taken: float = connection.execute(granted).scalar_one()
            given = min(max(max_cost_usd - taken, 0.0), wanted_usd)
            connection.execute(
                OWNERS.update()
                .where(OWNERS.c.id == self.id)
                .values(granted_usd=OWNERS.c.granted_usd + given)
            )
        return given

    def spend(self, connection: sa.Connection, cost_usd: float) -> None:
        """Takes in what was spent."""
        if cost_usd:
            connection.execute(
                OWNERS.update()
                .where(OWNERS.c.id == self.id)
                .values(spent_usd=OWNERS.c.spent_usd + cost_usd)
            )

    def _until(self, connection: sa.Connection) -> float:
        return self._store.tell_time(connection, self._now()) + self.lease_s

    def _is_dead_here(self, row: sa.Row[tuple[object, ...]]) -> bool:
        """Tells whether an owner of this machine is known to have died."""
        if row.host != self._host or not row.lock or row.id == self.id:
            return False
        try:
            number = os.open(row.lock, os.O_RDWR)
        except OSError:
            return False  # the file is out of reach: the lease decides
        try:
            return try_lock(number)
        finally:
            os.close(number)


def _open_locked(path: Path, *, must: bool) -> BinaryIO:
    """Opens and locks a file; where it must be locked, by us alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise ConfigError(
            f"{path.parent} cannot be written ({error.strerror}); name an OUT that can"
        ) from None
    if not try_lock(file.fileno()) and must:
        file.close()
        raise ConfigError(f"another process works on the jobs of {path.parent}; wait for it to end")
    return file
