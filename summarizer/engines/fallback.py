"""The next model, where one gives no usable answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizer.engines.base import Engine, Reply, Request, close_engine
from summarizer.errors import EngineError
from summarizer_schemas.result import ErrorKind, Usage

_FINAL: frozenset[ErrorKind] = frozenset({"budget", "input"})
"""Kinds of failure that are the same for every model."""


class Fallback:
    """Asks several engines in order, until one answers.

    Args:
        engines: the first one is preferred.

    Example:
        >>> import asyncio
        >>> from summarizer.engines.embedded import Embedded
        >>> from summarizer.textmap import TextMap
        >>> class Down:
        ...     async def ask(self, request: Request) -> Reply:
        ...         raise EngineError("down", retryable=True)
        >>> engine = Fallback([Down(), Embedded()])
        >>> asyncio.run(engine.ask(Request(text=TextMap("Nobody was hurt.")))).warnings
        ('fallback: embedded',)
    """

    def __init__(self, engines: Sequence[Engine]) -> None:
        if not engines:
            raise ValueError("no engines; give at least one")
        self._engines = tuple(engines)

    async def ask(self, request: Request) -> Reply:
        """Returns the first usable answer; one that is not of the first engine carries a warning.

        Raises:
            EngineError: no engine gives a usable answer; this is the last one's failure, with
                what all of them cost.
        """
        usage = Usage()
        failure: EngineError | None = None
        for engine in self._engines:
            try:
                reply = await engine.ask(request)
            except EngineError as error:
                usage = error.usage = usage + error.usage
                failure = error
                if error.kind in _FINAL:
                    break
                continue
            usage += reply.usage
            if failure is None:
                return reply
            name = f"fallback: {reply.model or reply.engine}"
            return replace(reply, usage=usage, warnings=(*reply.warnings, name))
        raise failure or EngineError("no engine was asked")

    async def aclose(self) -> None:
        """Closes all of them."""
        for engine in self._engines:
            await close_engine(engine)
