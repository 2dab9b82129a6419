"""Where one article names somebody, and what the words around each place tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarizer.parties.reader import read_party
from summarizer.parties.reading import PartyReading
from summarizer.parties.vocabulary import list_telling, load_phrase_words
from summarizer.parties.wording import ABBREVIATED, ADDED, PARTICLES
from summarizer.textmap import TextMap

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪĮİĶŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽΑ-ΫЀ-Я]"
_WORD = rf"{_CAPITAL}(?:\w*(?:[’'&-](?!s\b)\w+)*|(?:\.{_CAPITAL}){{0,2}}\.(?=[ \u00a0]))"
_PARTICLE = "|".join(sorted(PARTICLES))
_LINK = rf"(?:(?:{_PARTICLE})[ \u00a0]){{0,2}}(?:(?:al|el|ul|d|l)[-'’])?"
_RUN = re.compile(rf"{_LINK}{_WORD}(?:[ \u00a0]{_LINK}{_WORD}){{0,6}}")
_GOES_ON = re.compile(rf"[-‑]\w|[ \u00a0]{_LINK}{_CAPITAL}\w*(?:[’'-](?!s\b)\w+)*")
_OPENERS = frozenset(
    "but and the a an in on at for as when while after before if meanwhile however also then since"
    " although yet so nor earlier later last this that these those his her its their our my he she"
    " it they we i you what who why how where here no not one some many most all by from with"
    " under both monday tuesday wednesday thursday friday saturday sunday january february march"
    " april may june july august september october november december".split()
)
_BESIDE = re.compile(
    r",[ \u00a0](?:[0-9]{1,3},[ \u00a0])?(?:who[ \u00a0](?:is|was)[ \u00a0])?"
    r"((?:(?:the|an?|its|his|her|their|one)\s|[A-Zéa-z])(?:[^,.;:\n()\"“”]|\.(?=\S|\s[a-z])){2,90})"
    r"(?=[,.;\n]|\Z)"
)
_BEFORE = re.compile(
    r".*(?<![\w'’])((?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[A-Z][\w-]{1,30}['’]s)\s"
    r"[^,;:\n()\"“”]{2,90}),\s\Z"
)
_LISTED = re.compile(rf"{_CAPITAL}[\w.’'-]*,\s\Z")
"""As in "Norburg, Selm, a town": what stands beside may belong to the first of them."""
_INITIALS = re.compile(r"\w(?:\.\w)*\Z")
_STOPS = tuple(',;:!?)"”»—–]')
_GLUED = re.compile(r".*[)\]—–](?=\w)")
_REACH = 110
"""Characters beside a name in which its office may stand: longer ones are rare in news."""
_PLACE_WORDS = ("in", "near", "at", "across", "outside", "inside", "around", "throughout")
_AT_PLACE = re.compile(rf"\b(?:{'|'.join(_PLACE_WORDS)})\s\Z")
_GOING_ON = frozenset(" -‑\u00a0")


class Mentions:
    """The places of names in one article; each is known by where its last word stands."""

    def __init__(self, text: TextMap) -> None:
        self.text = text
        self._readings: dict[int, PartyReading] = {}
        self._places: dict[str, list[tuple[int, int]]] = {}

    def find(self, words: str) -> list[tuple[int, int]]:
        """Returns where words stand in what is visible, in order."""
        known = self._places.get(words)
        if known is None:
            is_visible = self.text.is_visible
            known = self._places[words] = [
                span for span in self.text.occurrences.find(words, 0) if is_visible(*span)
            ]
        return known

    def find_names(self, last_name: str) -> list[tuple[int, int]]:
        """Returns where a word ends a name."""
        text, places = self.text.text, list[tuple[int, int]]()
        for span in self.find(last_name):
            end = span[1]
            goes_on = _GOES_ON.match(text, end) if text[end : end + 1] in _GOING_ON else None
            if goes_on is None or goes_on[0].strip().lower() in _OPENERS:
                places.append(span)
        return places

    def find_beside(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yields the last words of the names that may hold the office at `start`."""
        text = self.text.text
        gap = end + 2 if text.startswith(",", end) else end + 1
        after = _RUN.match(text, gap)
        if after is not None:
            yield _find_last_word(text, after.end()), after.end()
        comma = text.rfind(",", max(0, start - _REACH), start)
        while comma > 0:
            at = _find_last_word(text, comma)
            if text[at : at + 1].isupper() and "\n" not in text[at:start]:
                yield at, comma
                return
            # As in "Anna Velk, 43, a teacher".
            is_age = text[at:comma].isdigit()
            comma = text.rfind(",", max(0, start - _REACH), at) if is_age else 0

    def read(self, start: int, end: int) -> PartyReading:
        """Returns what the words around a name tell; its last word stands at `start`."""
        known = self._readings.get(end)
        if known is None:
            known = self._readings[end] = self._read(start, end)
        return known

    def stands_at_place(self, start: int) -> bool:
        """Whether a word such as "in" stands before a name."""
        text, window = self.text.text, max(0, start - 12)
        may = text.endswith(_PLACE_WORDS, window, max(window, start - 1))
        return may and _AT_PLACE.search(text, window, start) is not None

    def find_phrase_start(self, start: int) -> int:
        """Where the names, offices, bodies and owners begin that stand before `start`."""
        text = self.text.text
        floor = max(0, start - _REACH)
        floor = max(floor, text.rfind("\n", floor, start) + 1)
        telling, at = list_telling(), start
        while at > floor and text[at - 1] == " ":
            begin = text.rfind(" ", floor, at - 1) + 1 or floor
            word = text[begin : at - 1]
            if word.isalpha():  # most are, and need no look at marks
                low = word.lower()
                if low in _OPENERS or not (low in telling or word[0].isupper() or low in PARTICLES):
                    break
                at = begin
                continue
            # "(CNN)Debra", "dead—Anna": what stands before the mark is another phrase.
            cut = _GLUED.search(word)
            tail = word[cut.end() :] if cut else word
            if not tail or not _may_stand_before(tail, telling):
                break
            at = begin + len(word) - len(tail)
            if cut:
                break
        return at

    def _read(self, start: int, end: int) -> PartyReading:
        text = self.text.text
        begin = self.find_phrase_start(_find_word_start(text, start))
        read = read_party(text[begin:end])
        if read.role and read.name and not read.country and text.startswith(" of ", end):
            read = self._read_country(read, begin, end)
        told = read.role is not None and not _is_rank(read.role)
        if told or not read.name or read.kind not in ("person", "unknown"):
            return read
        beside = self._read_beside(begin, end)
        if beside is None:
            has_article = text[max(0, begin - 4) : begin].lower() == "the "
            # As in "the Star Wars": a person has no article.
            return read._replace(kind="unknown") if has_article and not read.role else read
        return PartyReading(
            name=read.name,
            role=beside.role,
            organisation=beside.organisation,
            country=read.country or beside.country,
            kind="person",
            sector=beside.sector,
        )

    def _read_country(self, read: PartyReading, begin: int, end: int) -> PartyReading:
        """As in "Foreign Minister Anna Velk of Vantia": nothing else may the words add."""
        text = self.text.text
        gap = end + len(" of ")
        after = _RUN.match(text, gap + len("the ") if text.startswith("the ", gap) else gap)
        if after is None or text[after.end() : after.end() + 1] in ("'", "’"):
            return read
        longer = read_party(text[begin : after.end()])
        return longer if longer._replace(country=None) == read else read

    def _read_beside(self, start: int, end: int) -> PartyReading | None:
        """As in "Anna Velk, Vantia's foreign minister," and "the foreign minister, Anna Velk,"."""
        text = self.text.text
        after = _BESIDE.match(text, end) if text.startswith(",", end) else None
        if after and _LISTED.search(text, max(0, start - 40), start):
            after = None
        if after and self.text.is_visible(*after.span(1)):
            read = read_party(f"Xx Yy, {after[1]}")
            if read.role and read.name == "Xx Yy":
                return read
        if text[start - 2 : start] == ", " and text[end : end + 1] in (",", ".", "\n", ""):
            window = max(0, start - _REACH)
            before = _BEFORE.match(text[window:start])
            if before and self.text.is_visible(window + before.start(1), start):
                read = read_party(before[1])
                if read.role and not read.name:
                    return read
        return None


@lru_cache(maxsize=256)
def _is_rank(role: str) -> bool:
    """An office beside it tells more: "Gen. Velk, the army chief"."""
    ranks = load_phrase_words().military_ranks
    return all(word.strip(".").lower() in ranks for word in role.split())


def _may_stand_before(word: str, telling: frozenset[str]) -> bool:
    """Whether a word before a name may belong to the name, the office or the owner."""
    bare = word.strip("\"'“”‘’([.").lower()
    if word.endswith(_STOPS) or bare in _OPENERS:
        return False
    if word.endswith(".") and bare not in ABBREVIATED and not _INITIALS.match(bare):
        return False
    key = bare.removesuffix("'s").removesuffix("’s").rpartition("-")[2]
    return word[0].isupper() or key in telling or bare in telling or bare in PARTICLES


def _find_word_start(text: str, start: int) -> int:
    """The "al-" of "al-Halden" belongs to the name."""
    if start and text[start - 1] in "-'’":
        for size in (3, 2):
            if text[max(0, start - size) : start - 1].lower() in ("al", "el", "ul", "d", "l"):
                return start - size
    return start


def _find_last_word(text: str, end: int) -> int:
    return text.rfind(" ", max(0, end - _REACH), end) + 1


@lru_cache(maxsize=1024)
def find_last_name(words: str) -> str:
    """Returns the word a name is called by: the last one, but for "Jr." and the like."""
    parts = words.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].strip(".").lower() in ADDED:
        parts.pop()
    return parts[-1] if parts else ""
