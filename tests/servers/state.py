"""The plan of a server that fails on purpose, and what it has seen since it was told."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

_ARTICLE = re.compile(rb"ARTID-(\d+)")
_CROWDED = "status:429"
EMPTY_ANSWER = '{"key_points": [], "events": []}'


@dataclass(frozen=True, slots=True)
class Plan:
    """What the server does.

    Attributes:
        script: faults served in order, one a request; then all is well.
        rates: how often each fault happens, from 0 to 1, where the script is at its end.
        seed: another seed, other articles with faults.
        only_first: rates are for the first request about an article; later ones go well.
        answer: what a model says; `{{ARTID}}` becomes the id of the article.
        only_shown: it says nothing of what is not in the question: items are left out whose
            `quotes` do not stand there.
        latency_s: how long an answer takes.
        sigma: spread of the latency, lognormal; 0 for none.
        retry_after: what `429` asks for, in seconds.
        model: what answers, as it calls itself; blank for what it was asked for.
        elsewhere: address that `redirect` sends to.
        refused_modes: modes answered with a 400: `json_schema`, `tools`, `json_object`.
        capacity: most requests at once; what comes beyond is answered with a 429, at once.
    """

    script: tuple[str, ...] = ()
    rates: dict[str, float] = field(default_factory=dict[str, float])
    seed: int = 1
    only_first: bool = False
    answer: str = EMPTY_ANSWER
    only_shown: bool = False
    latency_s: float = 0.0
    sigma: float = 0.0
    retry_after: float = 0.0
    model: str = ""
    elsewhere: str = ""
    refused_modes: tuple[str, ...] = ()
    capacity: int | None = None


@dataclass(slots=True)
class Seen:
    """One request, as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    article: str | None
    fault: str | None

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Faults:
    """The state of a server: its plan, and what it has seen since."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.keep = True
        self.lines: set[asyncio.Transport] = set()
        self.set_plan(plan or Plan())

    def set_plan(self, plan: Plan) -> None:
        """Begins anew with a plan."""
        self.plan = plan
        self.requests = 0
        self.in_flight = 0
        self.max_in_flight = 0
        self.attempts: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.seen: list[Seen] = []

    def get_stats(self) -> dict[str, Any]:
        """Returns the counts; `repeats` are requests beyond the first for an article."""
        return {
            "requests": self.requests,
            "articles": len(self.attempts),
            "repeats": sum(self.attempts.values()) - len(self.attempts),
            "answered": len(self.answered),
            "answered_twice": sum(count - 1 for count in self.answered.values()),
            "faults": dict(self.faults),
            "in_flight": self.in_flight,
            "max_in_flight": self.max_in_flight,
            "by_article": dict(self.attempts),
        }

    def take(self, path: str, headers: dict[str, str], body: bytes) -> Seen:
        """Takes a request in and decides what goes wrong with it."""
        self.requests += 1
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        found = _ARTICLE.findall(body)
        article = found[-1].decode() if found else None
        key = article or "none"
        self.attempts[key] += 1
        fault = self._choose(key)
        if fault is None and self.plan.refused_modes:
            refused = get_mode(json.loads(body)) in self.plan.refused_modes
            fault = "mode" if refused else None
        if fault:
            self.faults[fault.partition(":")[0]] += 1
        else:
            self.answered[key] += 1
        seen = Seen(path, headers, body, article, fault)
        if self.keep:
            self.seen.append(seen)
        return seen

    def _choose(self, article: str) -> str | None:
        plan = self.plan
        if plan.capacity is not None and self.in_flight > plan.capacity:
            return _CROWDED
        if self.requests <= len(plan.script):
            fault = plan.script[self.requests - 1]
            return None if fault == "ok" else fault
        if plan.only_first and self.attempts[article] > 1:
            return None
        draw = draw_unit(plan.seed, article, self.attempts[article])
        for name, rate in plan.rates.items():
            if draw < rate:
                return name
            draw -= rate
        return None

    def get_latency(self, seen: Seen) -> float:
        """Returns how long this answer takes, in seconds."""
        plan = self.plan
        if plan.capacity is not None and seen.fault == _CROWDED:
            return 0.0
        if not plan.sigma:
            return plan.latency_s
        key = (plan.seed, seen.article, self.attempts[seen.article or "none"])
        first, second = draw_unit("a", *key) or 1e-9, draw_unit("b", *key)
        normal = math.sqrt(-2 * math.log(first)) * math.cos(2 * math.pi * second)
        return plan.latency_s * math.exp(plan.sigma * normal)


def draw_unit(*parts: object) -> float:
    """Returns a number from 0 to 1 that depends on the parts alone."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def get_mode(request: Any) -> str | None:
    """Returns how a request asks for JSON: `tools`, `json_schema`, `json_object`, or not at all."""
    if request.get("tools"):
        return "tools"
    asked: dict[str, Any] = request.get("response_format") or {}
    return asked.get("type")
