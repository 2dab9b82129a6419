"""What became of articles, written down: results, states and what they cost."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from summarizer.batch.ledger.layout import ARTICLES, OUTS, RESULTS
from summarizer.batch.ledger.owners import Owner
from summarizer.batch.records import Outcome

_COLUMNS = ARTICLES.c


def settle(
    connection: sa.Connection, owner: Owner, out: str, outcomes: Sequence[Outcome]
) -> list[Outcome]:
    """Writes outcomes down.

    Returns:
        The outcomes that were still the owner's; they have the next numbers of this OUT.
    """
    query = (
        sa.select(_COLUMNS.key)
        .where(_COLUMNS.key.in_([one.key for one in outcomes]))
        .where(_COLUMNS.owner == owner.id)
        .where(_COLUMNS.state == "claimed")
        .order_by(_COLUMNS.key)  # as whoever takes articles over locks them
        .with_for_update()
    )
    ours = set(connection.execute(query).scalars())
    kept = [one for one in outcomes if one.key in ours]
    numbers = sa.select(OUTS.c.last_seq).where(OUTS.c.id == out).with_for_update()
    last: int = connection.execute(numbers).scalar_one()
    if kept:
        numbered = list(enumerate(kept, start=last + 1))
        lines = [
            {"out": out, "seq": seq, "key": one.key, "dead": one.is_dead, "line": pack(one.shown)}
            for seq, one in numbered
        ]
        connection.execute(RESULTS.insert(), lines)
        connection.execute(_SETTLE, [_describe(out, seq, one) for seq, one in numbered])
        connection.execute(OUTS.update().where(OUTS.c.id == out).values(last_seq=last + len(kept)))
    # What was asked is paid, also where somebody else's result counts.
    owner.spend(connection, sum(one.usage.cost_usd or 0.0 for one in outcomes))
    return kept


_SETTLE = (
    ARTICLES.update()
    .where(_COLUMNS.key == sa.bindparam("its_key"))
    .values(
        state=sa.bindparam("new_state"),
        owner=None,
        copy_of=sa.bindparam("new_copy_of"),
        similarity=sa.bindparam("new_similarity"),
        status=sa.bindparam("new_status"),
        error=sa.bindparam("new_error"),
        tries=_COLUMNS.tries + 1,
        requests=_COLUMNS.requests + sa.bindparam("more_requests"),
        prompt_tokens=_COLUMNS.prompt_tokens + sa.bindparam("more_prompt"),
        cached_tokens=_COLUMNS.cached_tokens + sa.bindparam("more_cached"),
        completion_tokens=_COLUMNS.completion_tokens + sa.bindparam("more_completion"),
        wasted_tokens=_COLUMNS.wasted_tokens + sa.bindparam("more_wasted"),
        cost_usd=sa.func.coalesce(
            _COLUMNS.cost_usd + sa.bindparam("more_cost", type_=sa.Float),
            sa.bindparam("more_cost", type_=sa.Float),
            _COLUMNS.cost_usd,
        ),
        out=sa.bindparam("new_out"),
        seq=sa.bindparam("new_seq"),
    )
)


def _describe(out: str, seq: int, one: Outcome) -> dict[str, Any]:
    usage = one.usage
    return {
        "its_key": one.key,
        "new_state": "dead" if one.is_dead else "done",
        "new_copy_of": one.copy_of,
        "new_similarity": one.similarity,
        "new_status": one.status,
        "new_error": one.error,
        "more_requests": usage.requests,
        "more_prompt": usage.prompt_tokens,
        "more_cached": usage.cached_tokens,
        "more_completion": usage.completion_tokens,
        "more_wasted": usage.wasted_tokens,
        "more_cost": usage.cost_usd,
        "new_out": out,
        "new_seq": seq,
    }


def pack(line: str) -> bytes:
    """Returns a line as it is kept: about a fifth of its size."""
    return zlib.compress(line.encode("utf-8", "surrogatepass"), 1)


def unpack(data: bytes) -> str:
    """Returns the line that was kept."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
