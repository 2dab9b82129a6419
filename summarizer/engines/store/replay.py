"""A tape played back: which line answers a question, and what to say when none does."""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from summarizer.engines.store.lines import TapeLine, TapeMessage
from summarizer.engines.store.question import Question
from summarizer.engines.store.tape import Entry, read_tape
from summarizer.prompts import Message

_MOST_LINES = 2_000
"""Lines of a request that are compared in order; what follows them is counted only."""
_MOST_COMPARED = 200
"""Recorded requests that are looked at for one miss; the newest."""
_NEAREST = 5
"""Recorded requests that are compared in order, of those with the most lines in common."""
_MOST_SHOWN = 40
"""Lines of a difference in a message."""
_LEAST_TOLD = 12
"""A shorter line may stand in the article by chance."""

_Said = Sequence[Message | TapeMessage]


class Tape:
    """The lines of a tape, served to whoever asks.

    Args:
        path: the file.

    Raises:
        ConfigError: it cannot be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._entries = read_tape(path)
        # The newest line of a key counts: recording again is how a line is replaced.
        self._by_key = {one.line.key: one.line for one in self._entries if one.line.key}
        self._scripted = [one.line for one in self._entries if one.line.match]
        self._lock = threading.Lock()

    def find(self, question: Question) -> TapeLine | None:
        """Returns the line that answers; a hand-written one with `match` answers once."""
        known = self._by_key.get(question.key)
        if known is not None:
            return known
        with self._lock:
            for index, line in enumerate(self._scripted):
                if line.match and line.match.fits(question):
                    return self._scripted.pop(index)
        return None

    def describe_miss(self, question: Question, article: str) -> str:
        """Returns why there is no answer, in words that hold nothing of the article."""
        about = f", article {question.article_id}" if question.article_id else ""
        first = (
            f"tape {self._path!r} holds no answer to this request "
            f"(job {question.job}, model {question.model}{about})"
        )
        advice = "Record it with store='record', or undo what changed."
        spent = sum(one.line.match is not None for one in self._entries)
        if spent:
            first += f"; of {spent} lines with match {len(self._scripted)} are left, none fits"
        nearest = self._find_nearest(question)
        if nearest is None:
            return f"{first}; no request is recorded on it. {advice}"
        line = nearest.line
        whose = f", article {line.article_id}" if line.article_id else ""
        differences = list(_list_differences(question, line, article))
        return "\n".join(
            [
                f"{first}. The nearest is line {nearest.number}{whose}; what differs:",
                *(differences or ["- nothing but the key itself"]),
                advice,
            ]
        )

    def show_difference(self, question: Question) -> str:
        """Returns the whole difference to the nearest recorded request, article included."""
        nearest = self._find_nearest(question)
        if nearest is None:
            return f"tape {self._path!r} has no recorded request\n"
        recorded, asked = (
            [f"{key}: {value}" for key, value in facts.items()]
            for facts in (_list_facts(nearest.line), _list_facts(question))
        )
        recorded += _list_lines(nearest.line.messages)
        asked += _list_lines(question.messages)
        names = f"line {nearest.number}", "this request"
        shown = difflib.unified_diff(recorded, asked, *names, lineterm="")
        return "\n".join(shown) + "\n"

    def _find_nearest(self, question: Question) -> Entry | None:
        """Returns the recorded request most like this one: same job, same article, same lines."""
        asked = _list_lines(question.messages)
        counted = Counter(asked)

        def weigh(entry: Entry) -> tuple[bool, bool, int]:
            line = entry.line
            is_same = line.article_id is not None and line.article_id == question.article_id
            common = sum((counted & Counter(_list_lines(line.messages))).values())
            return line.job == question.job, is_same, common

        recorded = [one for one in self._entries if one.line.messages]
        # A whole batch may miss: a request is compared with its own article, or with a few.
        own = [one for one in recorded if one.line.article_id == question.article_id]
        recorded = (own or recorded)[-_MOST_COMPARED:]
        likely = sorted(recorded, key=weigh, reverse=True)[:_NEAREST]
        matcher = difflib.SequenceMatcher(None, b=asked[:_MOST_LINES])

        def compare(entry: Entry) -> tuple[bool, bool, float]:
            matcher.set_seq1(_list_lines(entry.line.messages)[:_MOST_LINES])
            return *weigh(entry)[:2], matcher.ratio()

        return max(likely, key=compare, default=None)


def _list_facts(asked: Question | TapeLine) -> dict[str, object]:
    return {
        "model": asked.model,
        "mode": asked.mode,
        "schema": f"{asked.schema_name} {(asked.schema_sha256 or '')[:12]}",
        **asked.parameters,
    }


def _list_differences(question: Question, line: TapeLine, article: str) -> Iterator[str]:
    recorded, asked = _list_facts(line), _list_facts(question)
    for name in dict.fromkeys([*asked, *recorded]):
        if recorded.get(name) != asked.get(name):
            yield f"- {name}: recorded {recorded.get(name)}, asked {asked.get(name)}"
    (our_words, our_rest), (words, rest) = _part(question.messages), _part(line.messages)
    if words != our_words and _may_hold_article(line.messages, question.messages, article):
        yield f"- the system message: {_count_new(words, our_words)} lines"
    elif words != our_words:
        yield "- the system message:"
        yield from _show_changes(words, our_words, article, [*rest, *our_rest])
    if rest != our_rest:
        yield (
            f"- article text differs: {_count_new(rest, our_rest)} lines (sha256 recorded "
            f"{_hash(rest)}, asked {_hash(our_rest)})"
        )
    elif [one.role for one in line.messages] != [one.role for one in question.messages]:
        yield "- how many messages there are"


def _count_new(recorded: list[str], asked: list[str]) -> str:
    same = sum((Counter(asked) & Counter(recorded)).values())
    return f"{len(asked) - same} of {len(asked)}"


def _may_hold_article(recorded: _Said, asked: _Said, article: str) -> bool:
    """Tells whether a prompt puts the article where ours has words of its own."""
    if any(all(one.role == "system" for one in messages) for messages in (recorded, asked)):
        return True
    ours = "\n".join(_part(asked)[0])
    lines = (line.strip() for line in article.split("\n"))
    return any(len(line) >= _LEAST_TOLD and line in ours for line in lines)


def _part(messages: _Said) -> tuple[list[str], list[str]]:
    """Returns the lines that are ours, and those that hold the article."""
    ours = [one for one in messages if one.role == "system"]
    return _split(ours), _split(one for one in messages if one.role != "system")


def _split(messages: Iterable[Message | TapeMessage]) -> list[str]:
    return [line for one in messages for line in one.content.split("\n")]


def _list_lines(messages: _Said) -> list[str]:
    return [line for one in messages for line in (f"[{one.role}]", *one.content.split("\n"))]


def _show_changes(
    recorded: list[str], asked: list[str], article: str, told: list[str]
) -> Iterator[str]:
    """Yields a short unified diff; a line of the article that got there is not shown."""
    long = {
        one for line in (*told, *article.split("\n")) if len(one := line.strip()) >= _LEAST_TOLD
    }
    changes = list(difflib.unified_diff(recorded, asked, "recorded", "asked", "", "", 1, ""))
    for line in changes[:_MOST_SHOWN]:
        words = line[1:].strip()
        is_part = len(words) >= _LEAST_TOLD and words in article
        is_told = is_part or any(one in words for one in long)
        yield f"  {line[0]}(article text)" if is_told else f"  {line}"
    if len(changes) > _MOST_SHOWN:
        yield f"  … {len(changes) - _MOST_SHOWN} lines more"


def _hash(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:12]
