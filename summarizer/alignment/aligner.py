"""The aligner of one text: candidates by rare words, then word by word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from typing import NamedTuple

from summarizer.alignment.chains import find_chain, move_ends
from summarizer.alignment.gaps import count_slips, fill_gaps, load_distance, load_search, reach_out
from summarizer.alignment.words import Words, read_words

MOST_SILENT = 8
"""As many words may be left out in one place without an ellipsis."""
_MOST_OVER_END = 3
"""As many where a sentence ends between: more would make one statement of two."""
MOST_MARKED = 40
"""As many words may be left out where the quote has an ellipsis."""
_UNKNOWN = "\0"
_FIRST_CODE = 0xE000  # past the surrogates
_LAST_CODE = 0x10FFFF
_MOST_SPOTS = 5
_GOOD = 0.8
_LEAST_SHARE = (0.5, 0.85)
"""Stretches with a smaller share of the best one's votes are passed over: before and after a
good alignment was found."""
_MOST_PLACES = 64
_VOTES_PER_WORD = 15
_VOTES = 300
_MOST_VOTES = 20_000
"""Places looked at for a quote, per word and in all, and for its rarest word: what keeps the
frequent words of a long text cheap."""
_MOST_FOREIGN = 3
"""More words in a row that do not stand in the text are a made-up part, not a slip."""
_FOREIGN_PER_WORDS = 8
"""Besides one, the quote may have one word in so many that does not stand in the text."""
_LEAST_MATCHED = 0.6
"""Share of the quote's letters that must stand in the text, words weighted by length."""


_MOST_ABSENT = 2
_LEAST_CHAINED = 0.34
"""A stretch is given up where more words stand nowhere in it than twice those that may be foreign
(the others may be misspelt), or where fewer than a third stand there in order: what is left would
be compared word against word. Over 11,800 altered quotes this changes no answer, and a made-up
quote costs 0.59 ms at 3,000 characters instead of 1.50."""


class Alignment(NamedTuple):
    """One way to lay a quote over the text.

    Attributes:
        start: First word of the text.
        end: One past the last word of the text.
        places: For every word of the quote the word of the text it is, or -1.
        equal: Whether that word is the same, not merely spelt alike.
        score: 1 for the very same words, less for every one left out, added or changed.
        complete: Every word of the quote stands there, in its order.
    """

    start: int
    end: int
    places: tuple[int, ...]
    equal: tuple[bool, ...]
    score: float
    complete: bool


class Aligner:
    """Lays quotes over one folded text; what it learns of the text is kept.

    >>> aligner = Aligner("the mayor of norburg said on monday that the old bridge was closed.")
    >>> best = aligner.align(read_words("the mayor said that the bridge was closed"))[0]
    >>> best.start, best.end, best.complete
    (0, 13, True)
    """

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @cached_property
    def words(self) -> Words:
        """The words of the text."""
        return read_words(self._folded)

    def align(
        self, quote: Words, *, near: int = 0, marked: Collection[int] = ()
    ) -> list[Alignment]:
        """Give the ways to lay the quote over the text, best first, of equals the nearest first.

        Args:
            quote: The words of the folded quote.
            near: Word of the text the quote is expected near to.
            marked: Words of the quote that an ellipsis precedes.
        """
        codes = self._codes
        code = "".join([codes.get(word, _UNKNOWN) for word in quote.words])
        if not code:
            return []
        found = [] if _UNKNOWN in code else self._find_together(code, near)
        if not found and len(code) > 2:
            found = self._find_apart(quote, code, near, marked)
        if len(found) > 1:
            unique = {(one.start, one.end): one for one in reversed(found)}
            return sorted(unique.values(), key=lambda one: (-one.score, abs(one.start - near)))
        return found

    def is_known(self, word: str) -> bool:
        """Tell whether a folded word stands in the text."""
        return word in self._codes

    def find_word(self, word: str) -> list[int]:
        """Give the places of a folded word."""
        return self._places.get(self._codes.get(word, _UNKNOWN), [])

    @cached_property
    def _codes(self) -> dict[str, str]:
        words = dict.fromkeys(self.words.words)
        # Past a million different words the last share one code: they count as alike, and a
        # text of that kind has no phrases to be found.
        return {word: chr(min(at, _LAST_CODE)) for at, word in enumerate(words, start=_FIRST_CODE)}

    @cached_property
    def _code(self) -> str:
        return "".join(map(self._codes.__getitem__, self.words.words))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, code in enumerate(self._code):
            places.setdefault(code, []).append(at)
        return places

    def _find_together(self, code: str, near: int) -> list[Alignment]:
        """Find the same words side by side: only their punctuation differs."""
        if code not in self._code:
            return []
        size = len(code)
        starts: list[int] = []
        at = self._code.find(code, max(0, near - size))
        while at >= 0 and len(starts) < _MOST_PLACES:
            starts.append(at)
            at = self._code.find(code, at + 1)
        at = self._code.rfind(code, 0, max(0, near - 1))
        while at >= 0 and len(starts) < 2 * _MOST_PLACES:
            starts.append(at)
            at = self._code.rfind(code, 0, at + size - 1)
        same = (True,) * size
        return [
            Alignment(
                start, start + size, tuple(range(start, start + size)), same, 1.0, complete=True
            )
            for start in dict.fromkeys(starts)
        ]

    def _find_apart(
        self, quote: Words, code: str, near: int, marked: Collection[int]
    ) -> list[Alignment]:
        """Find the words with others between them, or some of them changed."""
        soft = self._respell(quote, code) if _UNKNOWN in code else code
        most = _MOST_ABSENT * (1 + len(code) // _FOREIGN_PER_WORDS)
        found: list[Alignment] = []
        if soft.count(_UNKNOWN) > most:
            return found
        best = 0.0
        for share, (low, high) in self._find_spots(soft, near, marked):
            if share < _LEAST_SHARE[best > _GOOD]:
                break
            stretch = self._code[low:high]
            if len([char for char in soft if char not in stretch]) > most:
                continue
            laid = self._lay(quote, (code, soft), (low, high), marked)
            found += laid
            for one in laid:
                best = max(best, one.score)
        return found

    def _find_spots(
        self, code: str, near: int, marked: Collection[int]
    ) -> Iterator[tuple[float, tuple[int, int]]]:
        """Find the stretches the quote's rarest words point to, with their share of the votes."""
        width = max(8, len(code))
        votes = self._vote(code, width)
        if not votes:
            return
        heavy = 0.2 * max(votes.values())  # of two below a quarter no sum reaches half the best
        scores: dict[int, float] = {}
        for bucket, vote in votes.items():
            if vote >= heavy:
                scores[bucket - 1] = vote + votes.get(bucket - 1, 0.0)
                scores[bucket] = vote + votes.get(bucket + 1, 0.0)
        best = max(scores.values())
        least = best * _LEAST_SHARE[0]
        ranked = [
            (-score, abs((bucket + 1) * width - near), bucket)
            for bucket, score in scores.items()
            if score >= least
        ]
        most = 4 * _MOST_SPOTS
        ranked = sorted(ranked) if len(ranked) <= most else nsmallest(most, ranked)
        slack = 2 * MOST_SILENT + MOST_MARKED * min(3, len(marked))
        taken: set[int] = set()
        for score, _, bucket in ranked:
            if bucket in taken:
                continue
            taken |= {bucket - 1, bucket, bucket + 1}
            low = max(0, bucket * width - slack)
            high = min(len(self._code), (bucket + 2) * width + len(code) + slack)
            yield -score / best, (low, high)
            if len(taken) >= 3 * _MOST_SPOTS:
                return

    def _vote(self, code: str, width: int) -> dict[int, float]:
        """Let every word vote for where the quote would begin; rare words count for more."""
        index = self._places
        known = [
            (len(places), at, places) for at, char in enumerate(code) if (places := index.get(char))
        ]
        known.sort()
        votes: dict[int, float] = defaultdict(float)
        budget = _VOTES_PER_WORD * len(code) + _VOTES
        total = len(self._code)
        for often, at, places in known:
            if votes and budget < often:
                break
            budget -= often
            weight = math.log(1 + total / often)
            last = None
            for place in places if often <= _MOST_VOTES else places[:_MOST_VOTES]:
                bucket = (place - at) // width
                if bucket != last:  # places ascend: each word votes for a bucket once
                    last = bucket
                    votes[bucket] += weight
        return votes

    def _respell(self, quote: Words, code: str) -> str:
        """Take unknown words for the words of the text that are spelt nearly alike."""
        soft = list(code)
        for at, word in enumerate(quote.words):
            most = count_slips(len(word)) if code[at] == _UNKNOWN else 0
            if most:
                alike = self._initials.get(word[0], [])
                best = load_search()(word, alike, scorer=load_distance(), score_cutoff=most)
                if best is not None and count_slips(len(best[0])) >= best[1]:
                    soft[at] = self._codes[best[0]]
        return "".join(soft)

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        initials: dict[str, list[str]] = {}
        for word in self._codes:
            initials.setdefault(word[0], []).append(word)
        return initials

    def _lay(
        self,
        quote: Words,
        codes: tuple[str, str],
        window: tuple[int, int],
        marked: Collection[int],
    ) -> list[Alignment]:
        code, soft = codes
        found = [] if _UNKNOWN in code else self._lay_in_order(code, window, marked)
        if found:
            return found
        loose = self._lay_loosely(quote, soft, window, marked)
        return [loose] if loose else []

    def _lay_in_order(
        self, code: str, window: tuple[int, int], marked: Collection[int]
    ) -> list[Alignment]:
        """Find the shortest stretches that hold every word of the quote in its order."""
        found: list[Alignment] = []
        size = len(code)
        low, high = window
        for _ in range(_MOST_PLACES):
            places = _find_shortest(self._code, code, low, high)
            if places is None:
                break
            low = places[0] + 1
            missing = _count_left_out(self.words, places, marked)
            if missing is not None:
                score = 1 - 0.5 * missing / (missing + 2 * size)
                same = (True,) * size
                found.append(
                    Alignment(places[0], places[-1] + 1, places, same, score, complete=True)
                )
        return found

    def _lay_loosely(
        self, quote: Words, code: str, window: tuple[int, int], marked: Collection[int]
    ) -> Alignment | None:
        chain, heaviest = find_chain(quote, code, self._code, window, marked)
        if len(chain) < max(2, _LEAST_CHAINED * len(code)):
            return None
        places, equal = fill_gaps(quote, self.words, move_ends(code, self._code, chain, heaviest))
        alignment = _judge(quote, self.words, places, equal)
        if alignment is None or _count_left_out(self.words, places, marked) is None:
            return None
        return alignment


def _judge(quote: Words, text: Words, places: list[int], equal: list[bool]) -> Alignment | None:
    """Weigh what was found of the quote against what was not."""
    most = 1 + len(places) // _FOREIGN_PER_WORDS
    weights = [1.0 + len(word) for word in quote.words]
    total, matched = sum(weights), 0.0
    run = foreign = 0
    for weight, place, same in zip(weights, places, equal, strict=True):
        if place >= 0:
            run = 0
            matched += weight if same else 0.9 * weight
            continue
        run += 1
        foreign += 1
        if run > _MOST_FOREIGN or foreign > most:
            return None
    found = len(places) - foreign
    if matched < _LEAST_MATCHED * total or 2 * found <= len(places):
        return None
    start, end = reach_out(text, places)
    left_out = end - start - found
    if left_out > MOST_MARKED + len(places):
        return None
    score = matched / total - 0.5 * left_out / (left_out + 2 * len(places))
    return Alignment(start, end, tuple(places), tuple(equal), score, complete=False)


def _find_shortest(text: str, code: str, low: int, high: int) -> tuple[int, ...] | None:
    """Find the first stretch with all codes in order, drawn together from its end."""
    at = low
    for char in code:
        at = text.find(char, at, high) + 1
        if not at:
            return None
    places: list[int] = []
    for char in reversed(code):
        at = text.rfind(char, low, at)
        places.append(at)
    return tuple(reversed(places))


def _count_left_out(text: Words, places: Sequence[int], marked: Collection[int]) -> int | None:
    """Count the words left out without an ellipsis; None when they are too many."""
    silent = 0
    found = sorted([(place, at) for at, place in enumerate(places) if place >= 0])
    before, ours = found[0]
    for after, at in found:
        gap = after - before - 1
        if gap > 0:
            free = bool(marked) and any(ours < mark <= at for mark in marked)
            if gap > (MOST_MARKED if free else MOST_SILENT):
                return None
            if not free:
                if gap > _MOST_OVER_END and any(map(text.parts_sentences, range(before, after))):
                    return None
                silent += gap
        before, ours = after, at
    return silent if silent <= len(places) else None
