"""A plain function that any engine can map over partitions: Spark, Dask, Ray, a pool of processes.

Engines try a partition again when one of their workers dies, and pay again for all of it. Here
every process asks the ledger first and writes each result into it at once, so a worker that is
killed costs the calls it had in flight, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from pydantic import ValidationError

from summarizer.batch.fleet import Fleet, Row, find_worker
from summarizer.batch.inputs import Read
from summarizer.batch.planning import BatchOptions
from summarizer.errors import ArticleError
from summarizer.reading import describe_invalid
from summarizer.settings import Settings
from summarizer_schemas.article import Article

__all__ = ["Row", "read_row", "summarize_partition"]

_MISSING = ("NaTType", "NAType")
"""What pandas writes for no value, besides NaN."""


def summarize_partition(
    rows: Iterable[Mapping[str, Any]],
    *,
    settings: Settings,
    ledger: str,
    out: str = "partitions",
    share: int = 1,
    options: BatchOptions | None = None,
) -> Iterator[Row]:
    """Yields what becomes of each row, in the order of the rows.

    A row that was done before, here or elsewhere, is not asked for again; one that a living
    process has in hand is waited for; one whose process died is taken over. Rows are read a few
    hundred ahead. Nothing outside of the arguments is read: take the settings of the environment
    with `Settings.from_env()` where the engine is driven from.

    With Spark, one process for each core of an executor:

        work = partial(summarize_partition, settings=settings, ledger=address, share=16)
        found = articles.rdd.map(Row.asDict).mapPartitions(work)

    With Spark and data frames, whose schema is that of `Row`:

        def summarize(frames):
            found = work(row for frame in frames for row in frame.to_dict("records"))
            while some := list(islice(found, 500)):
                yield pandas.DataFrame(some)

        articles.mapInPandas(
            summarize,
            "key string, article_id string, status string, error string, result string, "
            "repeated boolean",
        )

    With Dask, one process for each worker, however many threads it has:

        bag.from_sequence(rows, npartitions=64).map_partitions(lambda some: list(work(some)))

    Args:
        rows: fields of an article each, of which `text` is needed, and `source`: where it was
            read, if that is known. A row that is no article becomes a failed value.
        settings: what is asked, and how. Limits and money are those of all processes together.
        ledger: address of a database that all processes reach: `postgresql+psycopg://…`, or
            `sqlite:///PATH` where all of them are on one machine.
        out: id under which results are numbered in the ledger.
        share: how many processes work at once: each takes so small a part of the requests and
            tokens a minute, and of the concurrency if that is given.
        options: `concurrency` (of all processes; None: 32 in each), `copies`, `give_up_after`
            and `lease_s` are used.

    Raises:
        ConfigError: the ledger cannot be used, or belongs to a batch with other settings.

    Example:
        >>> import tempfile
        >>> rows = [{"text": "Rain fell on Norburg."}, {"title": "Snow"}]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     address = f"sqlite:///{folder}/ledger.db"
        ...     for _ in range(2):
        ...         for row in summarize_partition(rows, settings=Settings(), ledger=address):
        ...             print(row["status"], row["error"], row["repeated"])
        no_events None False
        failed input False
        no_events None True
        failed input True
    """
    fleet = Fleet(settings, ledger, out, share, options or BatchOptions())
    yield from find_worker(fleet).summarize(map(read_row, rows))


def read_row(row: object) -> Read:
    """Returns the article of a row, or why there is none.

    Example:
        >>> read_row({"id": "n7", "text": "Rain fell.", "title": None}).article.id
        'n7'
        >>> str(read_row({"id": "n8", "author": "A. Reporter"}).article)
        "n8: text is missing; every article needs it; unknown field 'author'; choose one of: ..."
        >>> str(read_row("Rain fell.").article)
        'row-6ad9fb163022: the row is a str; give a mapping with the fields of an article'
    """
    if not isinstance(row, Mapping):
        name = _name(row)
        problem = f"the row is a {type(row).__name__}; give a mapping with the fields of an article"
        return Read(name, ArticleError(f"{name}: {problem}", source=name))
    given = cast("Mapping[object, object]", row)
    fields = {str(name): value for name, value in given.items() if not _is_missing(value)}
    source = fields.pop("source", None)
    name = str(source or fields.get("id") or _name(fields))
    try:
        return Read(name, Article.model_validate(fields))
    except ValidationError as error:
        return Read(name, ArticleError(f"{name}: {describe_invalid(error)}", source=name))


def _is_missing(value: object) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or type(value).__name__ in _MISSING


def _name(row: object) -> str:
    """Returns a name for a row that has none; the same one each time it is tried."""
    text = json.dumps(row, sort_keys=True, default=lambda value: type(value).__name__)
    return f"row-{hashlib.sha256(text.encode('ascii')).hexdigest()[:12]}"
