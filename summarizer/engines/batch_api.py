"""The Batch API: files of questions that a provider answers within a day, at half the price.

One room for what goes over the wire; what is sent, and what became of it, is known in
`summarizer.batch.jobs`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, TypeVar, cast

from summarizer.engines.failures import Asked, translate_error
from summarizer.engines.llm import Llm
from summarizer.engines.senders import hush, open_line
from summarizer.errors import ConfigError, EngineError
from summarizer.providers import split_model
from summarizer.settings import Mode, Settings

_T = TypeVar("_T")
_TAG = "summarizer_job"
"""Name of the job's own id in the metadata of a batch."""
_OVER = frozenset({"completed", "failed", "expired", "cancelled"})
_RETRIES = 3
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.\[\]-]{0,59}\Z")
_SKEW_S = 3_600.0
"""How far the provider's clock may be behind ours."""


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """A job as the provider tells of it.

    Attributes:
        id: the provider's own.
        status: in its words: `validating`, `in_progress`, `completed`, …
        tag: our id of it.
        files: ids of the files with answers and with errors, those that there are.
        problem: what was wrong with the file of requests, if it was refused: codes and lines.
    """

    id: str
    status: str
    tag: str | None
    files: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status in _OVER


@dataclass(frozen=True, slots=True)
class Row:
    """What came back for one request.

    Attributes:
        custom_id: which request.
        status: HTTP status; 0 when the request was not executed.
        body: what the server answered.
        code: why it was not executed.
    """

    custom_id: str
    status: int
    body: Any
    code: str | None = None


class BatchApi:
    """The Batch API of one provider; an async context manager.

    Args:
        settings: which model, where, and with which key.

    Raises:
        ConfigError: there is no model to ask, or its address or key is missing.

    Example:
        >>> BatchApi(Settings(model="openai/gpt-4.1-mini", api_key="k")).endpoint
        '/v1/chat/completions'
    """

    def __init__(self, settings: Settings) -> None:
        if settings.is_embedded:
            raise ConfigError("the embedded engine has no Batch API; name a model")
        live = Llm(settings)
        provider, model = split_model(settings.model)
        self.address = live.address
        self.provider = provider.name
        # Which mode a server knows cannot be tried out when answers take a day.
        by_itself: Mode = "responses" if live.mode == "responses" else "json_schema"
        self.mode: Mode = by_itself if settings.mode == "auto" else settings.mode
        self.endpoint = "/v1/responses" if self.mode == "responses" else "/v1/chat/completions"
        self._settings = settings
        self._asked = Asked(
            provider.name, model, self.address, provider.key_variable, settings.timeout_s
        )
        self._client: Any = None

    async def __aenter__(self) -> BatchApi:
        self._client = open_line(self._settings, self.address, None).client
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.close()

    async def upload(self, path: Path) -> str:
        """Sends a file of requests; returns its id.

        Raises:
            EngineError: it was not taken.
        """
        files = self._patient().files
        file = await self._call(files.create(file=path, purpose="batch"))
        return str(file.id)

    async def create(self, file_id: str, tag: str) -> RemoteJob:
        """Begins a job; never tried twice, as it might begin twice.

        Args:
            file_id: of the requests.
            tag: our id, by which `find` knows it again.

        Raises:
            EngineError: it was not begun, or nobody knows whether it was.
        """
        work = self._client.batches.create(
            input_file_id=file_id,
            endpoint=self.endpoint,
            completion_window="24h",
            metadata={_TAG: tag},
        )
        return _read_job(await self._call(work))

    async def find(self, tag: str, *, since_s: float) -> RemoteJob | None:
        """Returns the job with our id; None when there is none.

        Args:
            tag: our id.
            since_s: when it was begun at the earliest, in seconds since 1970.

        Raises:
            EngineError: the provider cannot be asked.
        """
        page = await self._call(self._patient().batches.list(limit=100))
        while True:
            for one in page.data:
                job = _read_job(one)
                if job.tag == tag:
                    return job
                if one.created_at < since_s - _SKEW_S:
                    return None  # the newest come first
            if not page.has_next_page():
                return None
            page = await self._call(page.get_next_page())

    async def look(self, job_id: str) -> RemoteJob:
        """Returns how it stands with a job.

        Raises:
            EngineError: the provider cannot be asked, or knows no such job (status 404).
        """
        return _read_job(await self._call(self._patient().batches.retrieve(job_id)))

    async def cancel(self, job_id: str) -> RemoteJob:
        """Ends a job early; one that is over stays as it is.

        Raises:
            EngineError: as for `look`.
        """
        try:
            return _read_job(await self._call(self._patient().batches.cancel(job_id)))
        except EngineError as error:
            if error.status not in (400, 409):
                raise
        return await self.look(job_id)

    async def download(self, file_id: str, path: Path) -> None:
        """Writes what came back to a file.

        Raises:
            EngineError: it broke off, or there is no such file any more (status 404).
        """
        await self._call(self._write(file_id, path))

    async def _write(self, file_id: str, path: Path) -> None:
        streaming = self._patient().files.with_streaming_response.content(file_id)
        async with streaming as response:
            with path.open("wb") as file:
                async for data in response.iter_bytes():
                    _append(file, data)

    def _patient(self) -> Any:
        return self._client.with_options(max_retries=_RETRIES)

    async def _call(self, work: Awaitable[_T]) -> _T:
        try:
            with hush():
                return await work
        except ConfigError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever they raise, it is one of ours after
            raise self._explain(error) from None

    def _explain(self, error: Exception) -> EngineError:
        if getattr(error, "status_code", None) == 404:
            return EngineError(
                f"{self.provider} knows no such job or file at {self.address}, or has no Batch "
                "API; use the key and the address the job was sent with",
                status=404,
            )
        return translate_error(error, self._asked)


def iter_rows(path: Path) -> Iterator[Row]:
    """Yields what came back, in the order of the file; a line that cannot be read is passed by."""
    with path.open("rb") as file:
        # Lines end with \n alone: an answer may hold what ends a line elsewhere.
        yield from filter(None, map(_read_row, file))


def _read_job(batch: Any) -> RemoteJob:
    """Returns what is needed of the SDK's object; blank ids of files are none."""
    found = getattr(getattr(batch, "errors", None), "data", None) or ()
    tags: dict[str, str] = getattr(batch, "metadata", None) or {}
    files = (getattr(batch, name, None) for name in ("output_file_id", "error_file_id"))
    return RemoteJob(
        id=str(batch.id),
        status=str(batch.status),
        tag=tags.get(_TAG),
        files=tuple(one for one in files if one),
        problem="; ".join(map(_describe, found[:3])) or None,
    )


def _describe(error: Any) -> str:
    """Returns what is wrong with a line, without the provider's words, which may quote it."""
    known = (str(one) for one in (error.code, error.param) if one)
    words = [one for one in known if _WORD.match(one)] or ["no reason given"]
    where = f" in line {error.line}" if error.line else ""
    return ", ".join(words) + where


def _append(file: BinaryIO, data: bytes) -> None:
    try:
        file.write(data)
    except OSError as error:
        raise ConfigError(
            f"{file.name} cannot be written: {error.strerror}; mend that and collect again"
        ) from None


def _read_row(line: bytes) -> Row | None:
    try:
        value: object = json.loads(line) if line.strip() else None
    except ValueError:
        return None
    row = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    custom_id = row.get("custom_id")
    if not isinstance(custom_id, str):
        return None
    response: Any = row.get("response")
    if isinstance(response, dict):
        answered = cast("dict[str, Any]", response)
        status = answered.get("status_code")
        return Row(custom_id, status if isinstance(status, int) else 0, answered.get("body"))
    error: Any = row.get("error")
    code: Any = cast("dict[str, Any]", error).get("code") if isinstance(error, dict) else None
    return Row(custom_id, 0, None, str(code) if _WORD.match(str(code)) else None)
