"""The articles that are tried, and what the embedded engine makes of one."""

from __future__ import annotations

from summarizer.api import SYSTEM_CLOCK, Summarizer
from summarizer.doctor.checks import Check
from summarizer.doctor.installation import describe_bug
from summarizer.settings import Settings
from summarizer.tokens import estimate_tokens
from summarizer_schemas.article import Article

_SENTENCE = (
    "Police in Norburg, the capital of Vantia, said on Tuesday that nine people were injured "
    "when gunmen attacked a ferry on the Ostrel river."
)
_TYPICAL_TOKENS = 465
"""The average of the articles that the lengths of answers were measured with (`batch.estimate`)."""


def make_tiny() -> Article:
    """Returns an article of one sentence, on a place that does not exist.

    Example:
        >>> make_tiny().published_day.isoformat()
        '2024-01-19'
    """
    return Article.model_validate({"text": _SENTENCE, "published": "2024-01-19"})


def make_typical() -> Article:
    """Returns an article as long as a usual one; only its length counts.

    Example:
        >>> 450 < estimate_tokens(make_typical().text) < 500
        True
    """
    times = round(_TYPICAL_TOKENS / estimate_tokens(_SENTENCE))
    return Article(text=" ".join([_SENTENCE] * times))


def check_embedded() -> Check:
    """Returns whether the embedded engine finds something in one sentence, and how soon."""
    title = "embedded engine"
    started = SYSTEM_CLOCK.monotonic()
    try:
        with Summarizer(settings=Settings()) as summarizer:
            result = summarizer.summarize(make_tiny())
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks are made
        seen = describe_bug(error)
        fix = "pip install --force-reinstall structured-summarizer"
        return Check("embedded", "engine", title, "fail", seen, fix)
    seconds = SYSTEM_CLOCK.monotonic() - started
    points, events = len(result.key_points), len(result.events)
    facts = {"seconds": round(seconds, 3), "key_points": points, "events": events}
    found = ", ".join(
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((points, "key point"), (events, "event"))
    )
    seen = f"one sentence in {seconds:.1f} s: {found}"
    if not points:
        return Check(
            "embedded", "engine", title, "fail", f"{seen}; that is too little",
            "pip install --force-reinstall structured-summarizer", facts,
        )  # fmt: skip
    return Check("embedded", "engine", title, "ok", seen, facts=facts)
