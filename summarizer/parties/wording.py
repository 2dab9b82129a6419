"""One phrase as words: what is a name, an office, a noun, a country in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from summarizer.parties.vocabulary import list_country_words, load_party_words, load_phrase_words
from summarizer.parties.words import strip_possessive
from summarizer.places import CountryMention, find_mentions

Span = tuple[int, int]

PARTICLES = frozenset(
    "al el bin ibn bint abu de del della da di do dos das du des van von der den ter ten la le los"
    " y af av zu zur e".split()
)
"""Lower-case words inside a person's name."""

_TOKEN = re.compile(r"\w+(?:\.?[.'’&‐‑-]\w+)*(?:(?<=s)['’](?=\s))?\.?|[^\w\s]")
_BOUND_PARTICLE = re.compile(r"(?:al|el|as|an|ash|at|ad|ar|az|ul|ur|d|l|dell|abu)[-'’‑][A-Z]")
ABBREVIATED = frozenset(
    "jr sr st gen lt col maj brig capt sgt cmdr adm sen rep gov rev prof dr mr mrs ms co inc corp"
    " ltd bros".split()
)
_PREFIXES = frozenset("ex vice deputy co then sub under".split())
_SUFFIXES = frozenset({"elect", "designate"})
ADDED = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NEVER_NAMES = frozenset(
    "the a an this that these those its his her their our my some any many most both all other no"
    " one two three four five six seven eight nine ten i he she it they we you and or but who"
    " i'm i've i'll i'd it's he's she's".split()
)
_CASED = re.compile(r"[A-ZÀ-ÖØ-Þ]")


class Wording:
    """The words of one phrase, and what the vocabulary says of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known = load_party_words()
        self.more = load_phrase_words()
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.low: list[str] = []
        self.keys: list[str] = []
        """The word without a prefix or suffix that changes no office: "ex-", "-elect"."""
        for token in _TOKEN.finditer(text):
            self._append(token)
        self.cased = _CASED.search(text) is not None
        self.countries = self._find_countries()

    def _append(self, token: re.Match[str]) -> None:
        word, end = token[0], token.end()
        low = word.lower().replace("’", "'")
        if low[-1] == "." and len(low) > 1:
            low = low[:-1]
            if not (low in ABBREVIATED or "." in low or len(low) == 1):
                end -= 1
        key = low
        if "-" in low:
            before, _, after = low.partition("-")
            key = before if after in _SUFFIXES else after if before in _PREFIXES else low
        self.starts.append(token.start())
        self.ends.append(end)
        self.low.append(low)
        self.keys.append(key)

    def _find_countries(self) -> dict[int, tuple[int, CountryMention]]:
        """First word of a country's name or demonym -> (last word + 1, mention)."""
        found: dict[int, tuple[int, CountryMention]] = {}
        known = list_country_words()
        if known.isdisjoint(self.low) and known.isdisjoint(map(strip_possessive, self.low)):
            return found
        for mention in find_mentions(self.text, cased=self.cased, wide=True):
            try:
                first = self.starts.index(mention.start)
            except ValueError:
                continue
            last = first + 1
            while last < len(self.ends) and self.starts[last] < mention.end:
                last += 1
            end = self.end(last)
            # A mention inside a longer word ("Vantia-backed") names no party; "Norland-led" does.
            if end in (mention.end, mention.end + 1) or self.text[mention.end : end] == "-led":
                found[first] = (last, mention)
        return found

    def __len__(self) -> int:
        return len(self.low)

    def end(self, last: int) -> int:
        """Code point where the words before `last` end, without a possessive ending."""
        start, end = self.starts[last - 1], self.ends[last - 1]
        return start + len(strip_possessive(self.text[start:end]))

    def span(self, first: int, last: int) -> Span:
        """The code points of the words [first, last), without a possessive ending."""
        return self.starts[first], self.end(last)

    def is_owner(self, at: int) -> bool:
        """Whether the word has a possessive ending that is no part of a name."""
        low = self.low[at]
        return low.endswith(("'s", "s'")) and not (
            low in self.more.inner_owners and at + 1 < len(self) and self.is_capital(at + 1)
        )

    def is_capital(self, at: int) -> bool:
        """Whether the word looks like a part of a name."""
        if self.low[at] in _NEVER_NAMES:
            return False
        start = self.starts[at]
        return self.text[start].isupper() or bool(_BOUND_PARTICLE.match(self.text, start))

    def is_acronym(self, at: int) -> bool:
        """Whether the word is one in capitals, as in "NRF"."""
        word = self.text[self.starts[at] : self.end(at + 1)]
        return len(word) > 1 and word.isupper() and word[0].isalpha() and "." not in word

    def is_word(self, at: int) -> bool:
        """Whether it is a word or number, not a mark."""
        return self.low[at][0].isalnum()

    def find_name_end(self, at: int, last: int) -> int:
        """Where the name that begins at `at` ends; `at` itself when there is none."""
        end = at
        while end < last:
            if self.is_capital(end):
                end += 1
                if self.is_owner(end - 1):
                    break
                continue
            step = end
            while step < last and step - end < 3 and self.low[step] in PARTICLES:
                step += 1
            if step == end or step >= last or not self.is_capital(step):
                break
            end = step
        if end > at and end + 1 < last and self.low[end] == "," and self.low[end + 1] in ADDED:
            end += 2
        return end

    def find_long_name_end(self, at: int, last: int) -> int:
        """The same for a name that may hold "of" or "for": "Bank of Norland"."""
        end = self.find_name_end(at, last)
        while at < end < last - 1 and self.low[end] in ("of", "for", "and", "&"):
            step = end + 2 if self.low[end + 1] == "the" else end + 1
            after = self.find_name_end(step, last) if step < last else step
            if after == step:
                break
            end = after
        return end

    def match(self, table: Mapping[tuple[str, ...], Any], at: int, last: int) -> int:
        """How many words from `at` on are the longest entry of a table of offices."""
        longest = self.more.longest_office.get(self.keys[at], 0)
        for size in range(min(longest, last - at), 0, -1):
            if tuple(self.keys[at : at + size]) in table:
                return size
        return 0

    def match_noun_before(self, first: int, last: int) -> int:
        """How many words before `last` are the longest noun there."""
        for size in range(min(3, last - first), 0, -1):
            if tuple(self.low[last - size : last]) in self.known.nouns:
                return size
        return 0

    def skip_describing(self, first: int, last: int) -> int:
        """The first word that says who it is."""
        describing = self.more.describing
        while first < last and (
            self.low[first] in describing or self.low[first][0].isdigit() or not self.is_word(first)
        ):
            first += 1
        return first

    def is_body(self, first: int, last: int) -> bool:
        """Whether the words name a body: an organisation, a government, an armed group."""
        if first >= last:
            return False
        at = first - 1
        while at + 1 < last:
            at += 1
            found = self.countries.get(at)
            if found is not None and is_bodily(found[1]):
                return True
            if found is not None:
                at = found[0] - 1
                continue
            word = strip_possessive(self.low[at])
            if word in self.known.organisation_words or word in self.known.armed_words:
                return True
            noun = self.known.nouns.get((word,))
            if noun and (noun[0] == "organisation" or (noun[0] == "state" and noun[1])):
                return True
            if self.is_acronym(at):
                return True
        return self.match_noun_before(first, last) > 1


_NO_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})


def is_bodily(mention: CountryMention) -> bool:
    """Whether what tells a country is a body: "the Kremlin", "Hamas", "the UN"."""
    return mention.form in ("seat", "group") or is_no_state(mention.country)


def is_no_state(code: str) -> bool:
    """Whether a country's code stands for an organisation."""
    return code in _NO_STATES
