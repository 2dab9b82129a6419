"""What runs in the actors of Ray, and how articles get there."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any

from summarizer.batch.fleet import Fleet, Row, Worker
from summarizer.batch.inputs import Read
from summarizer.batch.partitions import read_row
from summarizer.batch.planning import BatchOptions
from summarizer.errors import ArticleError
from summarizer.settings import Settings
from summarizer_schemas.article import Article

_POLL_S = 1.0


class _Actor:
    """An actor with a worker: once one of its articles was not begun, it begins no more."""

    def __init__(self, fleet: Fleet) -> None:
        self._worker = Worker(fleet)

    def _heed(self, rows: Iterable[Row]) -> str | None:
        """Returns why articles were not begun, if that is so."""
        reasons = (row["error"] for row in rows if row["status"] == "pending")
        reason = next(reasons, None)
        if reason is not None:
            self._worker.stop(reason)
        return reason


class SummarizeActor(_Actor):
    """What `Dataset.map_batches` maps over batches of rows, in actors.

    Columns are those of an article, as for `summarize_partition`; what comes out has the columns
    of `Row`. When money is spent or the provider answers nobody, the rest is `pending`.

    Args:
        settings: as for `summarize_partition`.
        ledger: the same.
        out: the same.
        share: how many actors there are.
        options: as for `summarize_partition`.

    Raises:
        ConfigError: the settings cannot be used.

    Example:
        >>> import tempfile
        >>> async def find(actor, **columns):
        ...     return [one async for one in actor(columns)]
        >>> import numpy
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     actor = SummarizeActor(settings=Settings(), ledger=f"sqlite:///{folder}/ledger.db")
        ...     texts = numpy.array(["Rain fell on Norburg.", None], dtype=object)
        ...     tables = asyncio.run(find(actor, text=texts))
        >>> tables[0]["status"].to_pylist(), tables[0]["error"].to_pylist()
        (['no_events', 'failed'], [None, 'input'])
    """

    def __init__(
        self,
        *,
        settings: Settings,
        ledger: str,
        out: str = "partitions",
        share: int = 1,
        options: BatchOptions | None = None,
    ) -> None:
        super().__init__(Fleet(settings, ledger, out, share, options or BatchOptions()))

    async def __call__(self, batch: Any) -> AsyncGenerator[Any]:
        """Yields a table with a row for each row of the batch, in their order."""
        reads = [read_row(row) for row in _list_rows(batch)]
        rows = await asyncio.wrap_future(self._worker.submit(reads))
        self._heed(rows)
        yield _make_table(rows)


class Bell:
    """An actor that others ask whether they are to stop."""

    def __init__(self) -> None:
        self._reason: str | None = None

    def ring(self, reason: str) -> None:
        """Tells all to begin no more."""
        self._reason = self._reason or reason

    def tell(self) -> str | None:
        """Returns why they are to stop, if they are."""
        return self._reason


class Crew(_Actor):
    """An actor of a run of ours: it is told when to stop, and tells how far it came.

    Args:
        fleet: what it is told.
        bell: handle of the actor that is asked whether to stop.
    """

    def __init__(self, fleet: Fleet, bell: Any) -> None:
        super().__init__(fleet)
        self._bell = bell

    async def __call__(self, batch: Any) -> AsyncGenerator[Any]:
        """Yields how many articles of a block were done before, how many not begun, and why."""
        reads = [unpack(text) for text in batch["article"].to_pylist()]
        future = asyncio.wrap_future(self._worker.submit(reads))
        while not future.done():
            await asyncio.wait([future], timeout=_POLL_S)
            if reason := await self._bell.tell.remote():
                self._worker.stop(reason)
        rows = future.result()
        values = {
            "repeated": [sum(row["repeated"] for row in rows)],
            "pending": [sum(row["status"] == "pending" for row in rows)],
            "stopping": [self._heed(rows) or ""],
        }
        yield importlib.import_module("pyarrow").table(values)


# ---- rows and articles ----


def pack(read: Read) -> str:
    """Returns an article as ASCII: no half character, and no odd path, is lost on the way.

    Example:
        >>> text = pack(Read("rain.txt", Article(text="Rain fell.", id="n7")))
        >>> unpack(text).article.id
        'n7'
    """
    article = read.article
    if isinstance(article, ArticleError):
        return json.dumps({"source": read.source, "problem": str(article)})
    values = {"source": read.source, "fields": article.model_dump(exclude_none=True)}
    return json.dumps(values, default=lambda day: day.isoformat())


def unpack(text: str) -> Read:
    """Returns the article that was packed."""
    values: dict[str, Any] = json.loads(text)
    source = values["source"]
    if "problem" in values:
        return Read(source, ArticleError(values["problem"], source=source))
    return Read(source, Article.model_validate(values["fields"]))


def _list_rows(batch: Any) -> list[dict[str, Any]]:
    """Returns the rows of an Arrow table, a data frame, or columns of numpy."""
    if hasattr(batch, "to_pylist"):
        rows: list[dict[str, Any]] = batch.to_pylist()
        return rows
    if hasattr(batch, "to_dict"):
        records: list[dict[str, Any]] = batch.to_dict("records")
        return records
    columns = [column.tolist() for column in batch.values()]
    return [dict(zip(batch, values, strict=True)) for values in zip(*columns, strict=True)]


def _make_table(rows: Sequence[Row]) -> Any:
    arrow = importlib.import_module("pyarrow")
    kinds = {name: arrow.string() for name in Row.__annotations__} | {"repeated": arrow.bool_()}
    return arrow.Table.from_pylist(list(rows), schema=arrow.schema(list(kinds.items())))
