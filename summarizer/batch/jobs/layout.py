"""The tables of jobs, in the same database as the ledger; made when they are first used."""

from __future__ import annotations

import sqlalchemy as sa

_TABLES = sa.MetaData()

JOBS = sa.Table(
    "jobs",
    _TABLES,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("owner", sa.String(64), nullable=False, index=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("status", sa.String(32), nullable=False),
    sa.Column("file", sa.Text),
    sa.Column("batch", sa.Text),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("created_s", sa.Float, nullable=False),
    sa.Column("strange", sa.Integer, nullable=False, default=0),
    sa.Column("problem", sa.Text),
    sa.Column("cancelled", sa.Boolean, nullable=False, default=False),
)
"""One row a file of requests.

`state` is how far we are with it: `packed` (written down here), `uploaded` (`file` is the
provider's id), `sent` (`batch` is), `over` (all that came back is taken in). `status` is the
provider's word, or ours where it has none. `strange`: answers that no request of ours belongs to.
"""

QUESTIONS = sa.Table(
    "questions",
    _TABLES,
    sa.Column("hash", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(32), nullable=False, index=True),
    sa.Column("job", sa.String(32), nullable=False, index=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False, default=False),
    sa.Column("error", sa.String(64)),
    sa.Column("cost_usd", sa.Float, nullable=False, default=0.0),
    sa.Column("reply", sa.LargeBinary),
)
"""One row a try of a question.

`hash` is of the article's key and the request, `number` counts the tries. `state` is `sent`,
`answered` or `failed`; a question that is not here is still to be sent. `cost_usd` is the most it
may cost until it is answered. `closed`: the article was delivered, so the row only counts.
"""


def create_tables(connection: sa.Connection) -> None:
    """Makes the tables that are not there."""
    _TABLES.create_all(connection)
