"""Jobs on their way to the provider and back, so that none is begun twice.

packed      the file is on disk and its requests are written down
uploaded    the provider has the file
sent        the provider works on it; until we know its id, it is looked for by ours
over        all that came back is taken in
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from summarizer.batch.jobs.book import FULL, Book, Job
from summarizer.batch.jobs.letters import REFUSED, UNTOLD
from summarizer.batch.jobs.packets import Files, Packet
from summarizer.engines.batch_api import BatchApi, RemoteJob, Row, iter_rows
from summarizer.errors import EngineError

_NO_ROOM = "token_limit_exceeded"
"""What OpenAI says when the tokens of all jobs together are more than may wait."""
_REFUSALS = frozenset({400, 413, 422})
_MISSING = {"expired": "batch_expired", "failed": REFUSED, "cancelled": None}
"""Why the requests failed that nothing came back for; None: they are as if never sent."""


@dataclass(slots=True)
class Post:
    """Takes jobs to the provider, and what came back into the book.

    Attributes:
        api: of the provider.
        book: what is known of jobs.
        files: where files stand meanwhile.
        cost: what a row cost, in US dollars.
        now: seconds since 1970.
        tell: called when a job has come further.
        problems: what the provider said of files that it refused.
        ended: jobs that ended since this was made, with room for others.
    """

    api: BatchApi
    book: Book
    files: Files
    cost: Callable[[Row], float]
    now: Callable[[], float]
    tell: Callable[[], object] = bool
    problems: list[str] = field(default_factory=list[str])
    ended: int = 0

    # ---- there ----

    async def send(self, packet: Packet) -> None:
        """Writes a packet down, and sends it.

        Raises:
            ConfigError: something cannot be written.
            EngineError: the provider cannot be reached; the job goes on with `resume`.
        """
        packet.finish()
        job = Job(
            id=packet.id,
            state="packed",
            status="packed",
            file=None,
            batch=None,
            lines=len(packet.letters),
            created_s=self.now(),
            cancelled=False,
        )
        self.book.add_job(job, packet.letters)
        await self._upload(job)

    async def resume(self) -> None:
        """Goes on with jobs that an earlier process did not bring to the provider.

        Raises:
            EngineError: the provider cannot be reached.
        """
        for job in self.book.list_jobs():
            if job.state == "packed":
                await self._upload(job)
            elif job.state == "uploaded":
                found = await self.api.find(job.id, since_s=job.created_s)
                await (self._begin(job) if found is None else self._note(job, found))

    async def _upload(self, job: Job) -> None:
        path = self.files.find(job.id)
        if not path.exists():
            # Its requests are made again from their articles.
            self.book.end(job, status="dropped", error=None)
            return
        try:
            file = await self.api.upload(path)
        except EngineError as error:
            self._refuse(job, error)
            return
        self.book.note(job, state="uploaded", status="uploaded", file=file)
        await self._begin(replace(job, file=file))

    async def _begin(self, job: Job) -> None:
        try:
            remote = await self.api.create(job.file or "", job.id)
        except EngineError as error:
            # It may have come through all the same.
            found = None
            if error.retryable:
                found = await self.api.find(job.id, since_s=job.created_s)
            if found is None:
                self._refuse(job, error)
                return
            remote = found
        await self._note(job, remote)

    async def _note(self, job: Job, remote: RemoteJob) -> None:
        self.book.note(job, state="sent", status=remote.status, batch=remote.id)
        self.files.find(job.id).unlink(missing_ok=True)
        self.tell()

    def _refuse(self, job: Job, error: EngineError) -> None:
        """Takes in that a file was not taken; all else is the caller's to mend."""
        if error.status not in _REFUSALS:
            raise error
        self._end_refused(job, str(error))
        self.files.find(job.id).unlink(missing_ok=True)

    # ---- and back ----

    async def fetch(self) -> bool:
        """Takes in what came back; returns whether a job has ended.

        Raises:
            ConfigError: something cannot be written.
            EngineError: the provider cannot be reached, or knows a job no more.
        """
        is_news = False
        for job in self.book.list_jobs():
            if job.state != "sent":
                continue
            remote = await self._look(job)
            if remote.is_over:
                await self._take_in(job, remote)
                is_news = True
            elif remote.status != job.status:
                self.book.note(job, status=remote.status)
            self.tell()
        return is_news

    async def _look(self, job: Job) -> RemoteJob:
        try:
            return await self.api.look(job.batch or "")
        except EngineError as error:
            if error.status != 404:
                raise
            raise EngineError(
                f"job {job.batch} is not known at {self.api.address}; use the key and the address "
                "it was sent with, or give it up with cancel",
                status=404,
            ) from None

    async def _take_in(self, job: Job, remote: RemoteJob) -> None:
        strange = 0
        for number, file in enumerate(remote.files):
            path = self.files.find_part(f"{job.id}-{number}")
            try:
                await self.api.download(file, path)
                strange += self.book.take_in(job, iter_rows(path), self.cost)
            except EngineError as error:
                if error.status != 404:
                    raise
                # Deleted there: its requests are treated like others that no file tells of.
            finally:
                path.unlink(missing_ok=True)
        if remote.status == "failed":
            self._end_refused(job, remote.problem or "no reason given", strange=strange)
            return
        self.book.end(
            job, status=remote.status, error=_MISSING.get(remote.status, UNTOLD), strange=strange
        )
        self.ended += 1
        if remote.status == "cancelled":
            self.book.cancel_all()

    def _end_refused(self, job: Job, problem: str, *, strange: int = 0) -> None:
        is_full = _NO_ROOM in problem
        self.book.end(
            job,
            status=FULL if is_full else "refused",
            error=None if is_full else REFUSED,
            problem=problem,
            strange=strange,
        )
        if is_full:
            self.problems.append(
                f"{self.api.provider} has no room for a file of {job.lines} requests ({problem}); "
                "it is sent again when others are done; if there are none, allow fewer lines"
            )
        else:
            self.problems.append(
                f"{self.api.provider} refused a file of {job.lines} requests: {problem}"
            )

    # ---- no more ----

    async def cancel(self) -> None:
        """Ends all jobs early; what they have done by then is still to be fetched.

        Raises:
            EngineError: the provider cannot be reached.
        """
        self.book.cancel_all()
        for job in self.book.list_jobs():
            batch = job.batch
            if job.state == "uploaded":
                found = await self.api.find(job.id, since_s=job.created_s)
                batch = found.id if found else None
            if batch is None:
                self.files.find(job.id).unlink(missing_ok=True)
                self.book.end(job, status="dropped", error=None)
                continue
            try:
                remote = await self.api.cancel(batch)
            except EngineError as error:
                if error.status != 404:
                    raise
                self.book.end(job, status="lost", error=None)
                continue
            self.book.note(job, state="sent", status=remote.status, batch=batch)
            self.tell()
