"""Words that say what became of people: "killed nine", "were wounded", "deaths of"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.figures.words import INNER, MEMBERS, split_words

if TYPE_CHECKING:
    from summarizer_schemas.record import Measure

NOT_DISPLACED = split_words(
    "gunmen gunman attackers attacker suspects suspect assailants assailant robbers militants "
    "militant men man prisoners prisoner inmates inmate fighters rebels bombers thieves soldiers "
    "drivers driver criminals"
)
MANY = 10  # fewer who "gathered" or "joined" are a meeting, not a crowd

# What became of them. `before`: verbs whose object is counted; `of`: nouns that lead to it;
# `after`: participles; `state`: words that need no "were"; `head`: nouns that are the count.
# "*" stands for any word.
_CUES: dict[Measure, dict[str, str]] = {
    "killed": {
        "before": "kill kills killed killing slay slew slaying murder murders murdered murdering "
        "massacre massacred massacring execute executed executing assassinated assassinating "
        "beheaded beheading lynched shot_dead shoot_dead shooting_dead shot_and_killed "
        "gunned_down gunning_down fatally_shot fatally_wounded fatally_stabbed stabbed_to_death "
        "mowed_down beat_to_death claimed_the_lives_of claim_the_lives_of claims_the_lives_of "
        "claiming_the_lives_of took_the_lives_of taken_the_lives_of cost_the_lives_of",
        "of": "deaths_of death_of killing_of killings_of murder_of murders_of massacre_of "
        "execution_of executions_of assassination_of assassinations_of slaying_of bodies_of "
        "body_of corpses_of remains_of",
        "after": "killed slain murdered massacred executed assassinated beheaded hanged lynched "
        "shot_dead shot_and_killed gunned_down fatally_shot shot_to_death stabbed_to_death "
        "beaten_to_death "
        "burned_to_death burnt_to_death hacked_to_death crushed_to_death trampled_to_death "
        "put_to_death electrocuted",
        "state": "dead died die dies dying perished perish drowned drown lost_their_lives "
        "lost_his_life lost_her_life lose_their_lives losing_their_lives bled_to_death",
        "head": "deaths fatalities bodies corpses death fatality",
    },
    "wounded": {
        "before": "wound wounds wounded wounding injure injures injured injuring hurt hurts "
        "hurting maimed maiming hospitalized hospitalised hospitalizing hospitalising",
        "of": "wounding_of injuries_to",
        "after": "wounded injured hurt maimed hospitalized hospitalised taken_to_hospital "
        "rushed_to_hospital treated_for treated_in treated_at shot_and_wounded "
        "beaten_and_wounded shot_and_injured taken_to_hospitals taken_to_the_hospital",
        "state": "suffered_injuries sustained_injuries suffered_burns suffered_wounds in_hospital "
        "suffered_*_injuries sustained_*_injuries suffered_*_wounds sustained_*_wounds "
        "suffered_*_burns sustained_*_burns suffered_*_*_injuries in_critical_condition "
        "in_serious_condition",
        "head": "injuries",
    },
    "missing": {
        "before": "",
        "of": "disappearance_of disappearances_of",
        "after": "lost_at_sea",
        "state": "missing unaccounted_for disappeared vanished",
        "head": "",
    },
    "detained": {
        "before": "arrest arrests arrested arresting detain detains detained detaining jail jails "
        "jailed jailing imprison imprisoned imprisoning rounded_up rounding_up apprehended "
        "apprehending hold holds held holding capture captures captured capturing",
        "of": "arrest_of arrests_of detention_of detentions_of capture_of imprisonment_of",
        "after": "arrested detained jailed imprisoned rounded_up apprehended taken_into_custody "
        "held captured taken_prisoner in_custody in_detention under_arrest behind_bars",
        "state": "in_custody in_detention under_arrest behind_bars prisoner",
        "head": "arrests detentions",
    },
    "abducted": {
        "before": "abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping kidnaped "
        "snatched snatching seize seizes seized seizing",
        "of": "abduction_of abductions_of kidnapping_of kidnappings_of",
        "after": "abducted kidnapped kidnaped snatched taken_hostage held_hostage taken_captive "
        "held_captive",
        "state": "hostage captive",
        "head": "abductions kidnappings",
    },
    "displaced": {
        "before": "displace displaces displaced displacing uproot uprooted uprooting evacuate "
        "evacuates evacuated evacuating",
        "of": "displacement_of evacuation_of",
        "after": "displaced uprooted evacuated made_homeless rendered_homeless forced_to_flee "
        "forced_to_leave forced_to_evacuate forced_from_their_homes driven_from_their_homes "
        "forced_out_of_their_homes",
        "state": "homeless fled flee fleeing from_their_homes out_of_their_homes to_flee "
        "to_leave_their_homes to_evacuate left_their_homes abandoned_their_homes lost_their_homes "
        "sought_refuge sought_shelter taking_shelter taking_refuge "
        "seeking_shelter seeking_refuge took_refuge took_shelter",
        "head": "evacuees",
    },
    "participants": {
        "before": "",
        "of": "crowd_of crowds_of rally_of march_of march_by protest_by protests_by protest_of "
        "rally_by rallies_by turnout_of attended_by joined_by drew draws drawing attracted "
        "attracting crowd_estimated_at",
        "after": "",
        "state": "march marched marching rally rallied rallying protest protested protesting "
        "demonstrate demonstrated demonstrating picketed picketing took_to_the_streets "
        "take_to_the_streets taking_to_the_streets took_part taking_part turned_out "
        "poured_into_the_streets walked_out went_on_strike on_strike on_hunger_strike "
        "began_a_hunger_strike began_a_strike converging converged gathered gather gathering "
        "attended "
        "assembled converged joined massed packed filled thronged participated chanted blocked "
        "flocked",
        "head": "protesters protestors demonstrators marchers participants strikers attendees",
    },
}
NEEDS_PERSON = split_words(
    "hold holds held holding capture captures captured capturing seize seizes seized seizing"
)
NEEDS_MANY = split_words(
    "gathered gather gathering attended assembled converged joined massed packed filled thronged "
    "participated chanted blocked flocked drew draws drawing attracted attracting walked_out"
)
TAKES_LIVES = split_words(
    "claim claims claimed claiming cost costing lost losing took taken taking takes"
)
FORCES = split_words(
    "force forces forced forcing prompted prompting caused causing compelled compelling"
)


_TIES = split_words(
    "lives casualties toll tolls count number them whom including include included includes "
    "victims hostages captives"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue phrases as token tuples: the leading ones by last word, the trailing by first.

    `words` holds one word of each phrase, and the words that tie a part to its whole: a sentence
    without any of them yields nothing, and need not be read.
    """

    before: dict[str, list[tuple[tuple[str, ...], Measure]]]
    of: dict[str, list[tuple[tuple[str, ...], Measure]]]
    after: dict[str, list[tuple[tuple[str, ...], Measure, bool]]]
    head: dict[str, Measure]
    words: set[str]


def _weigh(word: str) -> int:
    """Longer words are rarer, but for the small ones."""
    return 0 if word in {"their", "took", "taken", "taking", "behind", "turned"} else len(word)


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Arrange the cues by the word they are looked up by; once."""
    cues = Cues({}, {}, {}, {}, {*_TIES, *MEMBERS, *INNER})
    for measure, roles in _CUES.items():
        for role, phrases in roles.items():
            for phrase in phrases.split():
                words = tuple(phrase.split("_"))
                cues.words.add(max(words, key=_weigh))
                if role == "before":
                    cues.before.setdefault(words[-1], []).append((words, measure))
                elif role == "of":
                    cues.of.setdefault(words[-1], []).append((words, measure))
                elif role == "head":
                    cues.head[phrase] = measure
                else:
                    cues.after.setdefault(words[0], []).append((words, measure, role == "state"))
    for leading in (*cues.before.values(), *cues.of.values()):
        leading.sort(key=lambda cue: -len(cue[0]))
    for trailing in cues.after.values():
        trailing.sort(key=lambda cue: -len(cue[0]))
    return cues
