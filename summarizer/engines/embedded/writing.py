"""What a clause tells, as a record in the wire form."""

from __future__ import annotations

from summarizer.engines.embedded.acts import Act
from summarizer.engines.embedded.chains import Trigger, find_noun_start, find_words
from summarizer.engines.embedded.realis import judge_certainty
from summarizer.engines.embedded.roles import Roles
from summarizer.engines.embedded.scenes import Scene
from summarizer.engines.embedded.sides import name_sides
from summarizer.engines.embedded.wiring import (
    write_claims,
    write_description,
    write_figure,
    write_party,
    write_positions,
    write_speakers,
    write_words,
)
from summarizer.figures import FigureMention
from summarizer.parties import PartyPhrase
from summarizer_schemas.codes import Context, Mode
from summarizer_schemas.record import Realis, Salience
from summarizer_schemas.wire import WireClaim, WireEvent, WireFigure, WireParty

_ASIDE_REACH = 5
"""Words between "which" and its verb at most; what stands further off has another subject."""


def write_event(
    scene: Scene,
    trigger: Trigger,
    roles: Roles,
    figures: list[FigureMention],
    *,
    act: Act,
    date: str | None,
) -> WireEvent:
    """Returns the record of one mention."""
    speaker = write_speaker(scene)
    place = scene.phrase.slice(*roles.place) if roles.place else None
    actors = _write_parties(scene, act.actors)
    wire_figures = write_figures(scene, figures, speaker)
    words, describer = roles.description, _write_describer(scene, roles, [*actors, *speaker])
    claims: list[WireClaim] = []
    is_named_there = scene.inner and words and words.cue[1] == scene.inner.cue[1]
    if wire_figures or not is_named_there:
        claims += write_said(scene, speaker, "figures[0]" if wire_figures else "event")
    if words and describer:
        first = scene.outer_first if words.cue == scene.statement.cue else words.cue[0]
        claims.append(write_description(scene.phrase, words, describer, first=first))
    if trigger.sense.type in ("ACCUSE", "REJECT"):
        span = trigger.first, trigger.last
        claims += write_positions(scene.phrase, span, end=scene.clause.last)
    return WireEvent(
        quotes=[scene.quote()],
        trigger=scene.phrase.slice(*find_words(trigger)),
        type=act.type,
        modes=_find_modes(scene, trigger, act),
        contexts=_find_contexts(scene),
        actors=actors,
        recipients=_write_parties(scene, act.recipients),
        target=scene.phrase.slice(words.first, words.last) if words else None,
        target_described_by=describer,
        location=place,
        location_country=_infer_country(place, speaker, actors),
        date=date,
        date_anchor=None,
        figures=wire_figures,
        claims=claims,
        realis=act.realis,
        certainty=judge_certainty(scene.phrase, scene.clause),
        salience=_judge_salience(
            scene, act.realis, is_aside=_is_aside(scene, trigger) and not (date or figures or place)
        ),
        links=[],
    )


def write_speaker(scene: Scene) -> list[WireParty]:
    """Returns who says what the clause tells, a pronoun by whom it means."""
    return [
        scene.setting.memory.find(speaker.text.lower(), scene.sentence.index) or speaker
        for speaker in write_speakers(scene.phrase, scene.statement)
    ]


def _write_describer(scene: Scene, roles: Roles, others: list[WireParty]) -> WireParty | None:
    """Who calls the target what it is called; "it" is the one who acts, or speaks."""
    if roles.description is None or roles.description.claimant is None:
        return None
    claimant = roles.description.claimant
    pronoun = scene.phrase.words[claimant[0]] in ("it", "they", "he", "she", "we")
    return next(iter(others), None) if pronoun else write_words(scene.phrase, claimant)


def _write_parties(scene: Scene, parties: list[PartyPhrase]) -> list[WireParty]:
    return [
        named
        for party in parties
        for named in name_sides(
            scene.meant.get(party.first) or write_party(scene.phrase, party),
            scene.setting.sides.identify(scene.phrase, party),
        )
    ]


def write_figures(
    scene: Scene, figures: list[FigureMention], speaker: list[WireParty]
) -> list[WireFigure]:
    """Returns the figures in the wire form, claimed by whoever says so."""
    quote = scene.quote()
    return [write_figure(figure, quote, speaker, scene.statement) for figure in figures]


def write_said(scene: Scene, speaker: list[WireParty], about: str) -> list[WireClaim]:
    """Returns the claims that the clause makes by being said."""
    span = (scene.outer_first, scene.clause.last)
    return write_claims(scene.phrase, scene.statement, span, speaker, about=about)


def _is_aside(scene: Scene, trigger: Trigger) -> bool:
    """As in "the men hit by Vantia have fled": the deed only tells which men are meant."""
    if scene.clause.opening == "reduced":
        return True
    lead = scene.phrase.words[scene.clause.first : trigger.verb]
    near = len(lead) <= _ASIDE_REACH and "," not in lead
    return scene.clause.opening == "relative" and near


def _judge_salience(scene: Scene, realis: Realis, *, is_aside: bool) -> Salience:
    early = scene.sentence.index < scene.setting.main_until
    if early or scene.sentence.segment in ("headline", "lead", "key_points"):
        return "background" if realis == "generic" else "main"
    return "background" if is_aside or realis == "generic" else "secondary"


def _find_modes(scene: Scene, trigger: Trigger, act: Act) -> list[Mode]:
    words = scene.setting.lexicon.mode_words.get(act.type, {})
    begin = (
        find_noun_start(scene.phrase, scene.clause, trigger.first)
        if trigger.is_nominal
        else trigger.first
    )
    end = max(trigger.last, trigger.object[1] if trigger.object else 0)
    found: list[Mode] = [act.mode] if act.mode else []
    tools = scene.find_instrument(trigger) if act.type == "ASSAULT" else []
    found.extend(words[one] for one in (*tools, *scene.phrase.words[begin:end]) if one in words)
    if not found and act.type in scene.setting.lexicon.content_modes:
        asked = scene.setting.lexicon.content_modes[act.type]
        after = scene.phrase.words[trigger.last : scene.clause.last]
        named: Mode | None = next((asked[one] for one in after if one in asked), None)
        found.extend([named] if named else [])
    return list(dict.fromkeys(found))


def _find_contexts(scene: Scene) -> list[Context]:
    words = scene.phrase.words
    known = scene.setting.lexicon.contexts
    found: dict[Context, None] = {
        context: None
        for at, word in enumerate(words)
        for phrase, context in known.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    }
    return list(found)


def _infer_country(
    place: str | None, speaker: list[WireParty], actors: list[WireParty]
) -> str | None:
    """As in "on its soil": the country of the one who speaks, or acts."""
    if place is None or not {"its", "their", "his", "her"} & set(place.lower().split()):
        return None
    return next((party.country for party in (*speaker, *actors) if party.country), None)
