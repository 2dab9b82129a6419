"""The codebook as types an editor can complete, and as plain data.

Generated from codebooks/*.yaml by `python -m summarizer_schemas.generate`: edit those, not this.
What the codes mean: `summarizer_schemas.codebook.load_codebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

EventType: TypeAlias = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "OTHER",
]
"""PLOVER's types, and OTHER."""

Mode: TypeAlias = Literal[
    "visit",
    "third-party",
    "multilateral",
    "phone",
    "withdraw",
    "release",
    "return",
    "disarm",
    "ceasefire",
    "access",
    "resign",
    "assist",
    "change",
    "yield",
    "meet",
    "disapprove",
    "investigate",
    "allege",
    "restrict",
    "arrest",
    "relations",
    "expel",
    "territory",
    "violence",
    "demo",
    "riot",
    "strike",
    "hunger",
    "boycott",
    "obstruct",
    "vandalize",
    "convict",
    "discontinue",
    "troops",
    "weapons",
    "police",
    "militia",
    "seize",
    "censor",
    "curfew",
    "martial-law",
    "deport",
    "withhold",
    "misinformation",
    "cyber",
    "abduct",
    "beat",
    "torture",
    "sexual",
    "targeted",
    "destroy",
    "primitive",
    "firearms",
    "explosives",
    "suicide-attack",
    "aerial",
    "drone",
    "heavy-weapons",
    "crowd-control",
    "unconventional",
]
"""How it was done; `MODES_BY_TYPE` says which type has which."""

Context: TypeAlias = Literal[
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
]
"""What it was about."""

Sector: TypeAlias = Literal[
    "COP",
    "GOV",
    "JUD",
    "LEG",
    "MIL",
    "PRM",
    "PTY",
    "REB",
    "SPY",
    "UAF",
    "UNK",
    "AGR",
    "BUS",
    "CRM",
    "CVL",
    "EDU",
    "ELI",
    "JRN",
    "LAB",
    "MED",
    "REF",
    "OPP",
    "PRE",
    "REL",
    "SOC",
]
"""What part of society an actor belongs to."""

NonState: TypeAlias = Literal[
    "IGO",
    "UNO",
    "EUR",
    "NGO",
    "ISM",
    "IMG",
    "MNC",
]
"""Stands where a country code stands."""

QuadClass: TypeAlias = Literal[
    1,
    2,
    3,
    4,
]
"""1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""

CameoRoot: TypeAlias = Literal[
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "20",
]
"""Two digits, as CAMEO writes them."""

AcledEventType: TypeAlias = Literal[
    "Battles",
    "Protests",
    "Riots",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Strategic developments",
]
"""As ACLED writes them."""

AcledSubEventType: TypeAlias = Literal[
    "Armed clash",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
]
"""As ACLED writes them."""

EVENT_TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
CONTEXTS: Final[tuple[Context, ...]] = get_args(Context)
SECTORS: Final[tuple[Sector, ...]] = get_args(Sector)
COUNTRY_LIKE: Final[tuple[NonState, ...]] = get_args(NonState)

MODES_BY_TYPE: Final[Mapping[EventType, tuple[Mode, ...]]] = MappingProxyType(
    {
        "AGREE": (),
        "CONSULT": ("visit", "third-party", "multilateral", "phone"),
        "SUPPORT": (),
        "CONCEDE": (),
        "COOPERATE": (),
        "AID": (),
        "RETREAT": ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
        "REQUEST": ("assist", "change", "yield", "meet"),
        "ACCUSE": ("disapprove", "investigate", "allege"),
        "REJECT": ("assist", "change", "yield", "meet"),
        "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
        "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
        "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
        "MOBILIZE": ("troops", "weapons", "police", "militia"),
        "COERCE": (
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ),
        "ASSAULT": (
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ),
        "OTHER": (),
    }
)

QUAD_CLASSES: Final[Mapping[EventType, QuadClass | None]] = MappingProxyType(
    {
        "AGREE": 1,
        "CONSULT": 1,
        "SUPPORT": 1,
        "CONCEDE": 1,
        "COOPERATE": 2,
        "AID": 2,
        "RETREAT": 2,
        "REQUEST": 3,
        "ACCUSE": 3,
        "REJECT": 3,
        "THREATEN": 3,
        "PROTEST": 4,
        "SANCTION": 4,
        "MOBILIZE": 4,
        "COERCE": 4,
        "ASSAULT": 4,
        "OTHER": None,
    }
)

NEEDS_RECIPIENT: Final[frozenset[EventType]] = frozenset({"COOPERATE", "AID", "SANCTION"})

DerivationRow: TypeAlias = tuple[
    tuple[Mode, ...], CameoRoot | None, AcledEventType | None, AcledSubEventType | None
]
"""Modes (empty: any), CAMEO root, ACLED event type, ACLED sub-event type."""

DERIVATION: Final[Mapping[EventType, tuple[DerivationRow, ...]]] = MappingProxyType(
    {
        "AGREE": (((), "03", None, None),),
        "CONSULT": (((), "04", None, None),),
        "SUPPORT": (((), "05", None, None),),
        "CONCEDE": (((), "08", None, None),),
        "COOPERATE": (((), "06", None, None),),
        "AID": (((), "07", None, None),),
        "RETREAT": (
            (("ceasefire",), "08", "Strategic developments", "Agreement"),
            (("disarm",), "08", "Strategic developments", "Change to group/activity"),
            ((), "08", None, None),
        ),
        "REQUEST": (((), "10", None, None),),
        "ACCUSE": ((("investigate",), "09", None, None), ((), "11", None, None)),
        "REJECT": (((), "12", None, None),),
        "THREATEN": (((), "13", None, None),),
        "PROTEST": (
            (("riot", "vandalize"), "14", "Riots", "Violent demonstration"),
            (("demo",), "14", "Protests", "Peaceful protest"),
            ((), "14", None, None),
        ),
        "SANCTION": (
            (("expel", "withdraw", "discontinue"), "16", None, None),
            (("convict",), "11", None, None),
            ((), "16", None, None),
        ),
        "MOBILIZE": (
            (("troops", "militia"), "15", "Strategic developments", "Change to group/activity"),
            ((), "15", None, None),
        ),
        "COERCE": (
            (("arrest",), "17", "Strategic developments", "Arrests"),
            ((), "17", None, None),
        ),
        "ASSAULT": (
            (("unconventional",), "20", None, None),
            (("suicide-attack",), "18", "Explosions/Remote violence", "Suicide bomb"),
            (("aerial", "drone"), "19", "Explosions/Remote violence", "Air/drone strike"),
            (
                ("heavy-weapons",),
                "19",
                "Explosions/Remote violence",
                "Shelling/artillery/missile attack",
            ),
            (("explosives",), "18", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
            (("sexual",), "18", "Violence against civilians", "Sexual violence"),
            (("abduct",), "18", "Violence against civilians", "Abduction/forced disappearance"),
            (("torture",), "18", "Violence against civilians", "Attack"),
            (("beat", "targeted"), "18", None, None),
            (("firearms",), "19", None, None),
            (("primitive",), "18", None, None),
            (("crowd-control",), "17", None, None),
            (("destroy",), "17", "Strategic developments", "Looting/property destruction"),
            ((), "19", None, None),
        ),
        "OTHER": (((), None, None, None),),
    }
)
