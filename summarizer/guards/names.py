"""Names: a changed one is another name, unless it is plainly the same one misspelt."""

from __future__ import annotations

from functools import cache, lru_cache

from summarizer.alignment import read_words
from summarizer.folding import fold
from summarizer.guards.laid import Laid
from summarizer.places import ORGANISATIONS, find_country, find_mentions, load_countries
from summarizer.places.table import spell

_MOST_PLACES = 20
_REACH = 4
"""Words on either side of one left out that may belong to the same country's name."""


def changes_name(laid: Laid) -> bool:
    """Tell whether the quote names somebody or some place that the article does not name there.

    A word with a capital that the article does not have is another name, unless it is spelt
    nearly alike, stands nowhere else in the article and names no other country. A quote in small
    letters only, or in capitals only, is judged by the article's capitals.
    """
    open_words = [at for at, same in enumerate(laid.alignment.equal) if not same]
    if not open_words:
        return False
    return any(_is_other_name(laid, at) for at in open_words)


def cuts_country(laid: Laid) -> bool:
    """Tell whether a word left out makes another country of one, or none: "(South) Sudan"."""
    words, (start, end) = laid.article.words.words, (laid.alignment.start, laid.alignment.end)
    heads, parts = _load_heads(), _load_parts()
    low = max(0, start - _REACH)
    beginnings = {
        at
        for at, word in enumerate(words[low : end + _REACH], start=low)
        if word in heads and laid.show_article(at)[:1].isupper()
    }
    if not beginnings:
        return False
    places = frozenset(laid.alignment.places)
    for at in range(start, end):
        if at in places or words[at] not in parts:
            continue
        if parts.isdisjoint((*words[max(0, at - 1) : at], *words[at + 1 : at + 2])):
            continue
        around = range(max(0, at - _REACH), min(len(words), at + _REACH + 1))
        if not beginnings.isdisjoint(around) and _names_less(laid, around, at, places):
            return True
    return False


def _names_less(laid: Laid, around: range, gone: int, places: frozenset[int]) -> bool:
    """Tell whether the country named by a word left out is not named by the words kept of it."""
    shown = [laid.show_article(at) for at in around]
    ends = [sum(map(len, shown[: n + 1])) + n for n in range(len(shown))]
    middle = ends[gone - around.start]
    for mention in find_mentions(" ".join(shown)):
        if mention.start < middle <= mention.end and mention.country not in ORGANISATIONS:
            named = zip(around, shown, ends, strict=True)
            kept = [
                word
                for at, word, end in named
                if at in places and mention.start < end <= mention.end
            ]
            return bool(kept) and find_country(" ".join(kept), wide=False) != mention.country
    return False


@cache
def _load_parts() -> frozenset[str]:
    """Return the folded words of the names of countries that have several."""
    names = [name for country in load_countries() for name in (country.name, *country.aliases)]
    names += [name for country in load_countries() for name in country.demonyms]
    return frozenset(word for name in names if " " in name for word in fold(name).text.split())


@cache
def _load_heads() -> frozenset[str]:
    """Return the folded words, save "the", that forms of several words for a country begin with.

    Where none of them stands with its capital no such form does, and most quotes are done with.
    """
    forms = [
        form
        for row in load_countries()
        for form in (row.name, *row.aliases, *row.demonyms, *row.capitals, *row.seats)
        if " " in form
    ]
    firsts = {
        spelling.removeprefix("The ").split()[0] for form in forms for spelling in spell(form)
    }
    return frozenset(read_words(fold(first).text).words[0] for first in firsts)


def _is_cased(laid: Laid) -> bool:
    """Tell whether capitals say anything in this quote."""
    shown = [laid.show_quote(at) for at in range(min(len(laid.quote), 60))]
    letters = [word for word in shown if word[:1].isalpha()]
    capitals = len([word for word in letters if word[0].isupper()])
    return 0 < capitals <= max(1, 0.7 * len(letters)) and not all(map(str.isupper, letters))


def _is_other_name(laid: Laid, at: int) -> bool:
    place = laid.alignment.places[at]
    start, end = (place, place + 1) if place >= 0 else laid.find_counterpart(at, at + 1)
    stretch = range(start, min(end, start + 20))
    word = laid.show_quote(at)
    country = _find_country(word)
    if country is not None:
        return all(_find_country(laid.show_article(other)) != country for other in stretch)
    capital = word[:1].isupper()
    if place >= 0:
        named = capital or laid.show_article(place)[:1].isupper()
        return named and laid.article.is_known(laid.quote.words[at])
    begins = at == 0 or laid.quote.parts_sentences(at - 1)
    if (not begins or not capital) and _is_cased(laid):
        return capital
    if _is_name(laid, laid.article.find_word(laid.quote.words[at])):
        return True
    return any(
        _is_name(laid, laid.article.find_word(laid.article.words.words[other])) for other in stretch
    )


@lru_cache(maxsize=4096)
def _find_country(word: str) -> str | None:
    """Return the country a word names; two towns of one country are two names."""
    return find_country(word, wide=False) if len(word) > 2 or word.isupper() else None


def _is_name(laid: Laid, places: list[int]) -> bool:
    """Tell whether a word always has its capital in the article, and not only to begin with."""
    inside = False
    for place in places[:_MOST_PLACES]:
        if not laid.show_article(place)[:1].isupper():
            return False
        inside = inside or bool(place and not laid.article.words.parts_sentences(place - 1))
    return inside
