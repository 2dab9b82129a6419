"""The lists of words beside this file -> the lexicon.

They stand in `words/*.yaml`, where anybody can edit them. All forms of a word are made when
they are read, so that a text's words are looked up as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from summarizer.engines.embedded.forms import add_s, inflect
from summarizer.engines.embedded.lexicon import (
    AMBIGUOUS,
    Form,
    Lexicon,
    Readings,
    Sense,
    Words,
)
from summarizer_schemas.codes import Context, EventType, Mode

_ENTRY = re.compile(
    r"(?P<base>[^/_+~]+)(?:/(?P<past>[^/_+~]+)/(?P<participle>[^/_+~]+))?"
    r"(?P<rest>(?:_[^+~]+)?)(?:~(?P<objects>[^+]+))?(?P<marks>(?:\+[a-z]+)*)\Z"
)


def _read_yaml(name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = files("summarizer.engines.embedded").joinpath("words").joinpath(name)
    text = source.read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, either way


@cache
def load_lexicon() -> Lexicon:
    """Returns the lexicon that is part of the library."""
    words = _read_yaml("words.yaml")
    things = {name: _list_things(entries) for name, entries in _read_yaml("objects.yaml").items()}
    verbs = _read_verbs(_read_yaml("verbs.yaml"), things)
    nouns = _read_nouns(_read_yaml("nouns.yaml"))
    single, longer = _index([*verbs, *nouns], but=_list_forms(words["no_events"]))
    return Lexicon(
        words=single,
        phrases=longer,
        openers=frozenset(single) | {first for first, _ in longer},
        light_verbs=_list_forms(words["light_verbs"]),
        noun_verbs=_list_forms(words["noun_verbs"]),
        mode_words=_index_modes(words["mode_words"]),
        content_modes=_index_modes(words["content_modes"]),
        contexts=_index_contexts(words["contexts"]),
    )


def list_entries(
    name: Literal["verbs.yaml", "nouns.yaml"],
) -> list[tuple[EventType, str, str]]:
    """Returns the senses of one list as type, mode ("-" = none) and entry, in its order."""
    table: Mapping[EventType, Mapping[str, str]] = _read_yaml(name)
    return [
        (type_, mode, entry)
        for type_, modes in table.items()
        for mode, entries in modes.items()
        for entry in entries.split()
    ]


_Reading = tuple[Words, Sense, Sequence[Words]]
"""A phrase, what it means, and the things that give it this sense, if it needs any."""


def _read_verbs(
    table: Mapping[EventType, Mapping[str, str]], things: Mapping[str, Sequence[Words]]
) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        parts = _read_entry(entry)
        rest = tuple(parts["rest"].split("_")[1:])
        marks = frozenset(parts["marks"].split("+")[1:])
        if parts["past"] == parts["base"]:
            marks |= {AMBIGUOUS}
        objects = _gather(parts["objects"], things) if parts["objects"] else ()
        lemma = " ".join((parts["base"], *rest))
        for form, word in inflect(parts["base"], parts["past"], parts["participle"]):
            if "told" in marks and form in ("base", "ing"):
                continue
            sense = Sense(entry, lemma, type_, cast("Mode | None", mode), form, marks)
            yield (word, *rest), sense, objects


def _gather(names: str, things: Mapping[str, Sequence[Words]]) -> Sequence[Words]:
    """The things that the names of an entry stand for."""
    return [thing for name in names.split("|") for thing in things.get(name) or _list_things(name)]


def _list_things(entries: str) -> list[Words]:
    things: list[Words] = []
    for entry in entries.split():
        singular, _, plural = entry.partition("/")
        words = tuple(singular.split("_"))
        things.append(words)
        things.append(tuple(plural.split("_")) if plural else (*words[:-1], add_s(words[-1])))
    return things


def _read_nouns(table: Mapping[EventType, Mapping[str, str]]) -> Iterator[_Reading]:
    for type_, mode, entry in _list_entries(table):
        words = entry.split("_")
        for form, last in (("singular", words[-1]), ("plural", add_s(words[-1]))):
            lemma = " ".join(words)
            as_form, as_mode = cast("Form", form), cast("Mode | None", mode)
            yield (*words[:-1], last), Sense(entry, lemma, type_, as_mode, as_form, frozenset()), ()


def _list_entries(
    table: Mapping[EventType, Mapping[str, str]],
) -> Iterator[tuple[EventType, str | None, str]]:
    for type_, modes in table.items():
        for mode, entries in modes.items():
            for entry in entries.split():
                yield type_, None if mode == "-" else mode, entry


def _read_entry(entry: str) -> dict[str, str]:
    match = _ENTRY.match(entry)
    if match is None:
        raise ValueError(
            f"lexicon entry {entry!r} is not of the form base/past/participle_rest~objects+mark"
        )
    return match.groupdict(default="")


_ByWord = dict[str, Readings]
_ByTwoWords = dict[tuple[str, str], list[tuple[Words, Readings]]]


def _index(readings: Sequence[_Reading], *, but: frozenset[str]) -> tuple[_ByWord, _ByTwoWords]:
    """Words and longer phrases with their senses; those that tell nothing have none."""
    by_phrase: dict[Words, list[_Reading]] = {tuple(phrase.split()): [] for phrase in but}
    for reading in readings:
        by_phrase.setdefault(reading[0], []).append(reading)
    single: _ByWord = {}
    longer: _ByTwoWords = {}
    for phrase, found in sorted(by_phrase.items(), key=lambda item: -len(item[0])):
        if len(phrase) == 1:
            single[phrase[0]] = _join(found)
        else:
            longer.setdefault((phrase[0], phrase[1]), []).append((phrase, _join(found)))
    return single, longer


def _join(readings: Sequence[_Reading]) -> Readings:
    by_thing: dict[str, list[tuple[Words, Sense]]] = {}
    for _, sense, things in readings:
        for thing in things:
            by_thing.setdefault(thing[0], []).append((thing, sense))
    for found in by_thing.values():
        found.sort(key=lambda one: -len(one[0]))
    return Readings(tuple(sense for _, sense, things in readings if not things), by_thing)


def _index_contexts(table: Mapping[Context, str]) -> dict[str, list[tuple[Words, Context]]]:
    by_word: dict[str, list[tuple[Words, Context]]] = {}
    for context, entries in table.items():
        for entry in entries.split():
            phrase = tuple(entry.split("_"))
            by_word.setdefault(phrase[0], []).append((phrase, context))
    return by_word


def _index_modes(
    table: Mapping[EventType, Mapping[Mode, str]],
) -> Mapping[EventType, Mapping[str, Mode]]:
    return {
        type_: {word: mode for mode, words in modes.items() for word in words.split()}
        for type_, modes in table.items()
    }


def _list_forms(entries: str) -> frozenset[str]:
    forms: set[str] = set()
    for entry in entries.split():
        parts = _read_entry(entry)
        rest = parts["rest"].replace("_", " ")
        forms.update(
            word + rest for _, word in inflect(parts["base"], parts["past"], parts["participle"])
        )
    return frozenset(forms)
