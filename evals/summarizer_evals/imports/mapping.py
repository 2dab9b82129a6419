"""Which label means what: the defaults, and what a user's own file says instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from summarizer_evals.errors import GoldError
from summarizer_evals.imports.sources import read_yaml
from summarizer_schemas.codes import EventType
from summarizer_schemas.record import LinkType, Measure, PartyKind, Realis

MEASURES: tuple[Measure, ...] = get_args(Measure)
ROLES = (
    "actor", "recipient", "target", "location", "date", "claimant",
    *(f"figure:{one}" for one in MEASURES),
)  # fmt: skip
"""What a span can be to an event."""

_TYPES: dict[str, str] = {one.casefold(): one for one in get_args(EventType)}
_LINKS: dict[str, str] = {one.casefold(): one for one in get_args(LinkType)}
_POINTS = frozenset({"key_point", "keypoint", "key_points", "highlight", "highlights"})
_WORDS_OF_ROLES = {
    # `source` is who does it, as in PLOVER and CAMEO; who says it is a `claimant`.
    "actor": "actor actors agent perpetrator source attacker",
    "recipient": "recipient recipients patient victim beneficiary addressee",
    "target": "target",
    "location": "location place where",
    "date": "date time when",
    "claimant": "claimant speaker attributed_to said_by according_to",
    "figure:killed": "killed dead deaths",
    "figure:wounded": "wounded injured",
    "figure:detained": "detained arrested",
}
_DEFAULT_ROLES: dict[str, str] = {
    **{word: role for role, words in _WORDS_OF_ROLES.items() for word in words.split()},
    **{f"figure:{one}": f"figure:{one}" for one in MEASURES},
    **{one: f"figure:{one}" for one in MEASURES if one != "other"},
}
_WORDS_OF_KINDS = {
    "person": "person per people",
    "organisation": "organisation organization org",
    "state": "state country gpe",
    "armed_group": "armed_group militant_group militia",
    "population": "population civilians",
    "facility": "facility fac",
}
_DEFAULT_KINDS: dict[str, str] = {
    word: kind for kind, words in _WORDS_OF_KINDS.items() for word in words.split()
}
_WORDS_OF_REALIS = {
    "actual": "actual asserted past present positive certain",
    "negated": "negated negation negative denied_event",
    "future": "future planned scheduled",
    "hypothetical": "hypothetical speculation speculated speculative possible conditional",
    "generic": "generic habitual",
}
_DEFAULT_REALIS: dict[str, Realis] = {
    word: cast("Realis", realis)
    for realis, words in _WORDS_OF_REALIS.items()
    for word in (realis, *words.split())
}
REALIS_NAMES = frozenset({"realis", "modality", "polarity", "tense", "factuality"})
"""Attributes whose value is a reality."""


def fold_label(label: str) -> str:
    """Returns a label as labels are compared.

    Example:
        >>> fold_label(" Key-Point ")
        'key_point'
    """
    return re.sub(r"[\s_-]+", "_", label.strip().casefold())


@dataclass(frozen=True)
class Mapping:
    """What the labels of one project mean; the defaults hold for those it does not name.

    Attributes:
        types: label -> event type.
        roles: label of a relation, or of the span it leads to -> one of `ROLES`.
        kinds: label of a span -> kind of party.
        key_points: labels of key points.
        ignore: labels that are left out on purpose, and not reported.

    Example:
        >>> mapping = Mapping(types={"attack": "ASSAULT"})
        >>> mapping.find_type("Attack"), mapping.find_type("assault"), mapping.find_type("City")
        ('ASSAULT', 'ASSAULT', None)
        >>> mapping.find_role("Victim2"), mapping.find_role("figure: killed")
        ('recipient', 'figure:killed')
    """

    types: dict[str, str] = field(default_factory=dict[str, str])
    roles: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    key_points: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def is_point(self, label: str) -> bool:
        """Tells whether a label is that of key points."""
        name = fold_label(label)
        own = name in self.types or name in self.roles or name in self.kinds
        return name in self.key_points or (name in _POINTS and not own)

    def find_type(self, label: str) -> str | None:
        """Returns the event type a label stands for."""
        if self.is_point(label) or fold_label(label) in self.roles:
            return None
        return _look_up(label, self.types, _TYPES)

    def find_role(self, label: str) -> str | None:
        """Returns the role a label stands for."""
        return _look_up(label, self.roles, _DEFAULT_ROLES)

    def find_kind(self, label: str) -> PartyKind | None:
        """Returns the kind of party a label stands for."""
        return cast("PartyKind | None", _look_up(label, self.kinds, _DEFAULT_KINDS))

    def is_ignored(self, label: str) -> bool:
        """Tells whether a label is left out on purpose."""
        return fold_label(label) in self.ignore


def _look_up(label: str, own: dict[str, str], defaults: dict[str, str]) -> str | None:
    name = fold_label(label).replace(":_", ":")
    bare = name.rstrip("0123456789")  # brat numbers the second of a kind: "Org2"
    for table in (own, defaults):
        found = table.get(name) or table.get(bare)
        if found:
            return found
    return None


def find_link(label: str) -> str | None:
    """Returns the type of link a relation between two events stands for."""
    return _LINKS.get(fold_label(label))


def find_realis(name: str, value: object) -> Realis | None:
    """Returns what an attribute says of an event's reality; None when it is about other things.

    Example:
        >>> find_realis("Negation", True), find_realis("modality", "Future")
        ('negated', 'future')
        >>> find_realis("negated", "no"), find_realis("colour", "red")
        ('actual', None)
    """
    named = _DEFAULT_REALIS.get(fold_label(name))
    said = fold_label(value) if isinstance(value, str) else ""
    if fold_label(name) in REALIS_NAMES:
        return _DEFAULT_REALIS.get(said)
    if named is None:
        return None
    if value is False or said in {"false", "no", "none"}:
        return "actual"
    if value is True or said in {"true", "yes", ""}:
        return named
    return _DEFAULT_REALIS.get(said)


# ---- a user's file ----

_CHOICES: dict[str, tuple[str, ...]] = {
    "types": get_args(EventType),
    "roles": ROLES,
    "kinds": get_args(PartyKind),
}
_LISTS = ("key_points", "ignore")


def read_mapping(path: Path) -> Mapping:
    """Returns the mapping of a YAML file.

    Raises:
        GoldError: it cannot be read, or names what is not there.
    """
    data = read_yaml(path)
    return make_mapping({} if data is None else data, where=str(path))


def make_mapping(data: object, *, where: str = "mapping") -> Mapping:
    """Returns the mapping that a dict as read from YAML stands for.

    Args:
        data: `{"types": {"Attack": "ASSAULT"}, "roles": …, "kinds": …, "key_points": […]}`.
        where: its file, for messages.

    Raises:
        GoldError: it names what is not there.

    Example:
        >>> make_mapping({"roles": {"Attacker": "actor"}}).find_role("attacker")
        'actor'
    """
    if not isinstance(data, dict):
        raise GoldError(f"{where}: no mapping; write types, roles, kinds, key_points, ignore")
    given = cast("dict[object, Any]", data)
    for name in given:
        if name not in (*_CHOICES, *_LISTS):
            known = ", ".join((*_CHOICES, *_LISTS))
            raise GoldError(f"{where}: there is no {name!a}; there are {known}")
    tables = {name: _read_table(given.get(name), name, where) for name in _CHOICES}
    lists = {name: _read_list(given.get(name), name, where) for name in _LISTS}
    return Mapping(**tables, **lists)  # type: ignore[arg-type]


def _read_table(value: object, name: str, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise GoldError(f"{where}: {name} takes pairs such as `Label: {_CHOICES[name][0]}`")
    choices = {one.casefold(): one for one in _CHOICES[name]}
    table: dict[str, str] = {}
    for label, meaning in cast("dict[object, object]", value).items():
        found = choices.get(str(meaning).strip().casefold().replace(": ", ":"))
        if found is None:
            raise GoldError(
                f"{where}: {name}.{label} is {meaning!a}; it takes {', '.join(choices.values())}"
            )
        table[fold_label(str(label))] = found
    return table


def _read_list(value: object, name: str, where: str) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list):
        raise GoldError(f"{where}: {name} takes a list of labels, such as [Summary]")
    return frozenset(fold_label(str(one)) for one in cast("list[object]", value))
