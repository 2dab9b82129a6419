"""The words that say somebody says something, and what each of them takes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer_schemas.record import Stance

Frame = Literal[
    "say", "speak", "utter", "claim", "object", "tell", "accuse", "call", "describe", "quote"
]
Form = Literal["base", "s", "past", "ing"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a verb of saying.

    Attributes:
        stance: How the speaker stands to what is said.
        frame: What follows it: `say` anything at all, `speak` only what is plainly a clause or a
            quotation, `utter` only a quotation, `claim` also "to have done", `object` also a noun
            phrase ("denied any part"), `tell` a hearer first, `accuse` somebody "of" something,
            `call` and `describe` a name for something, `quote` somebody "as saying".
        form: Which form of the verb it is.
    """

    stance: Stance
    frame: Frame
    form: Form


_VERBS: tuple[tuple[Stance, Frame, str], ...] = (
    ("asserts", "say", "say/said"),
    (
        "asserts",
        "speak",
        (
            "state note write/wrote/written explain add reply respond stress emphasise emphasize"
            " recall argue conclude declare reveal disclose tweet predict observe remark reiterate"
            " caution suggest testify repeat complain indicate believe"
        ),
    ),
    ("asserts", "utter", "continue comment joke quip shout boast recount"),
    ("claims", "claim", "claim allege insist maintain contend assert"),
    ("asserts", "object", "announce report estimate warn"),
    ("confirms", "object", "confirm acknowledge admit concede"),
    ("denies", "object", "deny"),
    ("rejects", "object", "reject dismiss"),
    ("asserts", "tell", "tell/told inform assure remind"),
    ("accuses", "accuse", "accuse blame"),
    ("asserts", "call", "call label brand dub term"),
    ("asserts", "describe", "describe portray characterise characterize"),
    ("asserts", "quote", "quote"),
)
_DOUBLED = frozenset({"admit", "label", "dub", "quip"})


def _inflect(entry: str) -> Iterator[tuple[str, Form]]:
    base, _, rest = entry.partition("/")
    stem = base + base[-1] if base in _DOUBLED else base.removesuffix("e")
    ending = base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else stem
    yield base, "base"
    yield (ending + "es" if ending.endswith("i") else base + "s"), "s"
    if base.endswith("ss"):
        yield base + "es", "s"
    for past in rest.split("/") if rest else [ending + "ed"]:
        yield past, "past"
    yield stem + "ing", "ing"


CUES: dict[str, Cue] = {
    word: Cue(stance, frame, form)
    for stance, frame, entries in _VERBS
    for entry in entries.split()
    for word, form in _inflect(entry)
}
"""Every form of every verb of saying."""

ALSO_NOUNS = frozenset(
    "state states report reports claim claims note notes estimate estimates label labels call calls"
    " brand brands term terms quote quotes tweet tweets remark remarks comment comments joke jokes"
    " reply caution repeat response recall stress".split()
)
"""Forms that may stand in a name for somebody: "state media", "a report"."""

PHRASE_CUES = frozenset({"according", "citing", "put", "puts"})
"""Words that are read in their own ways."""

CLAIM_NOUNS = frozenset(
    "claim claims accusation accusations allegation allegations charge charges report reports"
    " suggestion suggestions assertion assertions rumour rumours rumor rumors notion criticism"
    " story stories version account insinuation insinuations idea".split()
)
"""Who rejects one of these takes part in an argument; who rejects a bid or a bill does not."""

NEVER_DENIED = frozenset(
    "entry access bail visa visas permission asylum request requests appeal appeals motion"
    " application applications petition treatment food medical service services boarding parole"
    " citizenship admission me him her us them people residents women children refugees".split()
)
"""What is denied to somebody, or who is: a refusal, no answer to what others say."""

NOT_SAID = frozenset(
    "goodbye farewell hello nothing little much something anything so thanks grace prayers mass"
    " yes more".split()
)
"""After "said" these are no statement."""

NEGATIONS = frozenset(
    "not never no nobody none neither nor cannot without didn't doesn't don't hasn't haven't hadn't"
    " wouldn't couldn't won't can't wasn't weren't isn't aren't".split()
)
MODALS = frozenset(
    "will would could may might should can must did does do to shall cannot wouldn't couldn't"
    " won't can't didn't doesn't don't we'll he'll she'll they'll i'll i'd".split()
)
BEINGS = frozenset("is are was were be been being wasn't weren't isn't aren't".split())
HAVINGS = frozenset("has have had hasn't haven't hadn't having".split())
ADVERBS = frozenset(
    "also later earlier then now still again both all once twice too since already nonetheless"
    " nevertheless however even just often always sometimes yesterday today instead soon long"
    " meanwhile first ever afterward afterwards recently publicly repeatedly himself"
    " herself itself themselves".split()
)
FINITE = (
    BEINGS
    | HAVINGS
    | frozenset(
        "will would could may might should can must did does do shot hit struck fled took went came"
        " began left made held won lost fell broke led met sent found saw ran got gave kept drove"
        " blew threw rose became grew knew felt thought"
        " want wants need needs remain remains cannot isn't aren't"
        " wasn't weren't didn't doesn't don't won't can't wouldn't couldn't it's he's there's"
        " they're that's she's we're i'm you're".split()
    )
) - {"be", "been", "being", "having"}


def is_finite(word: str) -> bool:
    """Whether the word may be the verb of a clause; a regular past counts as one."""
    return word in FINITE or (len(word) > 4 and word.endswith("ed")) or word == "died"


PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you"})
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any several many most two"
    " three four five six one another other".split()
)
PREPOSITIONS = frozenset(
    "of for in from at with on to near against by inside outside across along around under about"
    " behind between among during within via through into onto over after before since without"
    " following amid despite".split()
)
LINKS = frozenset({"of", "for", "in", "from", "at", "with", "to", "by", "on", "near"})
"""Prepositions that go on with a speaker's name: "a spokesman for the army in Norburg"."""
CONNECTIVES = frozenset({"and", "but", "while", "whereas", "although", "though", "yet", ";"})
"""Between two turns of one sentence."""
BREAKS = (
    (CONNECTIVES - {"and"})
    | FINITE
    | frozenset(
        "because if when where until that which who whose whom as so what how whether why than or"
        " because be been being".split()
    )
)
"""Words no subject reaches over to the left."""

SPEAKERS = frozenset(
    "statement statements report reports official officials witness witnesses media source sources"
    " letter newspaper newspapers agency agencies study survey poll magazine website blog tweet"
    " spokesman spokeswoman spokesperson spokesmen spokespersons analyst analysts expert experts"
    " critic critics relative relatives neighbour neighbours neighbor neighbors lawyer lawyers"
    " attorney attorneys attorney's mother father brother sister son daughter wife husband"
    " friend friends scientist scientists researcher researchers author authors historian"
    " communique communiqué document documents memo message complaint indictment affidavit"
    " filing caller callers correspondent correspondents observer observers opponents"
    " radio television tv weekly daily affiliate"
    " station channel network broadcaster press paper papers daily dispatch"
    " president minister ministry government police army authorities military rebels militants"
    " others one some many several most everyone people man woman men women resident residents"
    " survivor survivors victim victims doctor doctors teacher student players player coach"
    " manager captain singer actor actress director owner boss executive executives staff"
    " insurgents separatists guerrillas protesters organisers organizers campaigners activists"
    " hospital bulletin transcript tribunal court judge prosecutor prosecutors investigators"
    " aides aide adviser advisers economist economists diplomat diplomats soldiers troops"
    " office company firm charity union party group organisation organization committee"
    " commission department council embassy bank club team league federation family families"
    " pope king queen prince princess mayor governor senator chief head leader leaders secretary"
    " general colonel major lieutenant commander commanders admiral spokesmen groups lawyer"
    " politicians lawmakers veterans parents couple teen teenager child boy girl".split()
)
"""Nouns for those who speak, and for what speaks for somebody."""

THINGS = frozenset(
    "blast blasts explosion explosions attack attacks bomb bombs storm fire flood quake earthquake"
    " strike strikes crash war disease outbreak accident hurricane typhoon tornado clash clashes"
    " violence fighting drought famine landslide bombing bombings shooting shootings virus epidemic"
    " town city village border road bridge river time year years day days week month".split()
)
"""They claim lives and put people at risk, but say nothing."""

NOT_SOURCES = frozenset(
    "plan plans schedule law laws custom tradition constitution rules rule need size age rank"
    " type taste necessity circumstances merit ability income".split()
)
"""After "according to" these are measures, not speakers."""

MEDIA = frozenset(
    "statement interview report tweet letter speech address briefing conference email e-mail post"
    " message twitter facebook instagram television tv radio video broadcast blog article"
    " communique communiqué press news release memo podcast call telephone phone telegram column"
    " editorial book paper study affidavit complaint filing court testimony documents remarks"
    " comments website site page account condition".split()
)
"""Where something is said: "in a statement", "on state television"."""
