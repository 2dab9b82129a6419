"""How many people were killed, hurt, held, driven out or took part, as a text says it.

Three steps for each sentence: read every counted phrase ("at least nine people"), find the
word that says what became of them before it ("killed nine"), in it ("nine wounded men") or
after it ("nine were killed"), then tie the parts to their whole ("including four children").
A number without such a word is not a figure: dates, ages, money and rockets fall out there.

A zero of two things ("no one was killed or hurt", "no casualties") is a zero of each; any other
number of two things together ("30 killed or wounded") has the measure `other`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.numerals import Amount, read_amount, read_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.numerals import Token
    from summarizer_schemas.record import Measure

__all__ = ["Amount", "FigureMention", "find_figures", "parse_amount"]


@dataclass(frozen=True, slots=True)
class FigureMention:
    """One number of people, and what became of them.

    Attributes:
        start: First code point of the phrase, in the text handed in.
        end: One past its last code point.
        text: The number with its noun, as the text writes it ("at least 12 soldiers").
        measure: What is counted.
        amount: How many.
        group: Who is counted ("soldiers"); None when the text gives a bare number.
        group_span: Where `group` stands, as (start, end).
        subset_of: Index, in the returned list, of the figure this one is a part of.
        cue_start: First code point of the words that give the measure ("killed").
        cue_end: One past their last code point.
    """

    start: int
    end: int
    text: str
    measure: Measure
    amount: Amount
    group: str | None
    group_span: tuple[int, int] | None
    subset_of: int | None
    cue_start: int
    cue_end: int


_Link = tuple["Measure", int, int]
"""What is counted, and the first and the last-but-one token of the words that say so."""


@dataclass(slots=True)
class _Count:
    """A counted phrase: tokens `first:after`, of which `noun:after` name who is counted."""

    first: int
    noun: int
    after: int
    amount: Amount
    of_them: bool = False
    is_person: bool = False
    inner: int | None = None  # token of a cue inside the phrase: "two WOUNDED men"
    links: list[_Link] = field(default_factory=list[_Link])
    is_object: bool = False  # the cue stands before: "killed nine"
    member_of: Measure | None = None  # "four of the dead"
    is_part: bool = False

    @property
    def is_bare(self) -> bool:
        return self.noun == self.after


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SINGULAR = _words(
    "person human civilian soldier troop officer policeman official militant fighter gunman rebel "
    "insurgent terrorist guerrilla protester protestor demonstrator marcher activist student pupil "
    "teacher villager resident worker employee labourer laborer farmer fisherman miner journalist "
    "reporter cameraman photographer hostage prisoner inmate detainee captive migrant refugee "
    "evacuee suspect passenger other member man woman child boy girl baby infant toddler teenager "
    "adult youth elder victim survivor national citizen foreigner tourist pilgrim worshipper doctor "
    "nurse medic paramedic patient driver pilot sailor crewman commander general colonel guard "
    "peacekeeper diplomat envoy minister lawmaker politician priest nun monk imam cleric leader "
    "supporter follower spectator fan bystander pedestrian shopper customer trader merchant "
    "shopkeeper climber hiker skier swimmer firefighter rescuer volunteer contractor engineer "
    "scientist lawyer judge settler believer father mother son daughter brother sister wife husband "
    "cousin relative parent grandmother grandfather couple family household neighbour neighbor "
    "attacker assailant bomber robber thief smuggler trafficker opponent dissident critic blogger "
    "recruit conscript cadet marine agent spy participant attendee striker inhabitant local "
    "american european african asian expatriate servicemember serviceman servicewoman sergeant "
    "lieutenant captain major cyclist motorcyclist motorist athlete player occupant guest ranger "
    "herder hunter craftsman vendor clerk staffer aide bodyguard militiaman jihadist islamist "
    "separatist paramilitary combatant noncombatant tribesman businessman spokesman councillor "
    "mayor governor senator president counsellor orphan widow newborn casualty"
)
_IRREGULAR = _words(
    "people persons police men women children troops personnel staff crew families babies "
    "casualties thieves spies wives guerillas others nobody lives"
)
_PERSONS = (
    _SINGULAR
    | _IRREGULAR
    | {word + "s" for word in _SINGULAR}
    | {word[:-3] + "men" for word in _SINGULAR if word.endswith("man")}
    | {word[:-5] + "women" for word in _SINGULAR if word.endswith("woman")}
)
_UNITS = _words(
    "year years month months week weeks day days hour hours minute minutes second seconds night "
    "nights decade decades century centuries weekend morning noon midnight am pm a.m p.m o'clock "
    "dollar dollars euro euros pound pounds rupee rupees yuan yen peso pesos cent cents shekels "
    "percent per pct percentage km kilometre kilometres kilometer kilometers mile miles metre "
    "metres meter meters foot feet inch inches ton tons tonne tonnes kg kilogram kilograms kilo "
    "kilos gram grams litre litres liter liters acre acres hectare hectares degree degrees barrel "
    "barrels mph kph time times point points"
)
_THINGS = _UNITS | _words(
    "rocket rockets missile missiles drone drones bomb bombs shell shells round rounds bullet "
    "bullets grenade grenades mine mines device devices vehicle vehicles car cars truck trucks bus "
    "buses train trains tank tanks plane planes aircraft jet jets helicopter helicopters boat boats "
    "ship ships vessel vessels motorcycle motorcycles home homes house houses building buildings "
    "apartment apartments school schools hospital hospitals church churches mosque mosques shop "
    "shops village villages town towns city cities district districts province provinces country "
    "countries nation nations state states area areas region regions station stations checkpoint "
    "checkpoints base bases post posts attack attacks strike strikes airstrike airstrikes raid raids "
    "explosion explosions blast blasts bombing bombings incident incidents clash clashes shooting "
    "shootings accident accidents crash crashes earthquake earthquakes occasion occasions place "
    "places location locations site sites target targets position positions weapon weapons gun "
    "guns rifle rifles seat seats vote votes case cases charge charges count counts part parts stage "
    "game games match matches goal goals law laws resolution resolutions meeting meetings talks "
    "cattle cow cows sheep goat goats camel camels horse horses dog dogs chickens livestock animal "
    "animals trees crops fires storms companies company firms bridges roads bases shots sorties"
)
_DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = _words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_LINKERS = _words(
    "in on at by near from with during after before when while as since for inside outside under "
    "between across over amid around following because of into through throughout within along "
    "and but or if until so though although where than nor plus aboard against off beside versus "
    "via despite toward towards to"
)
_WHEN = _DAYS | _words(
    "today yesterday tomorrow overnight early earlier late later last this next ago again instantly "
    "immediately so far already alone daily nationwide"
)
_BE = _words("is are was were be been being get got gets getting 's")
_HAVE = _words("has have had having")
_FILL = (
    _BE
    | _HAVE
    | _words(
        "will would could may might must should can also later already still now since then both all "
        "each believed feared thought presumed reported confirmed said known to remain remained "
        "remains remaining listed shot beaten burned burnt hacked crushed trampled stabbed found left "
        "went gone go pronounced declared lay lie lying ill not-yet either"
    )
) - {"said"}
_DETERMINERS = _words("the his her their its our those these all")
_STOP = (
    _LINKERS | _WHEN | _BE | _HAVE | _DETERMINERS | _MONTHS
    | _words(
        "a an no not will would could may might must should can who whom whose which that what it "
        "he she they we i you there here said says say told added reported according including "
        "include included includes among mostly some any each every both either more fewer less "
        "longer went came come go began started threw attacked fired hit struck opened entered took "
        "carried staged made became remained remain remains still also just only never n't did do "
        "does up out down away back hundred thousand million billion one two three"
    )
) - {"more", "general"}  # fmt: skip
_NOT_A_COUNT_AFTER = _words(
    "aged age number no flight route highway article section chapter room page type class channel "
    "division brigade battalion season episode"
)
_NOT_A_YEAR_AFTER = _words("in since by from until till before after during year of between")
_ROOT_MEMBERS: dict[str, Measure] = {
    "dead": "killed", "killed": "killed", "victims": "killed", "fatalities": "killed",
    "deaths": "killed", "slain": "killed", "wounded": "wounded", "injured": "wounded",
    "missing": "missing", "detained": "detained", "arrested": "detained", "detainees": "detained",
    "abducted": "abducted", "kidnapped": "abducted", "hostages": "abducted",
    "displaced": "displaced", "protesters": "participants", "demonstrators": "participants",
}  # fmt: skip
_INNER = _words(
    "wounded injured missing displaced detained arrested jailed imprisoned kidnapped abducted dead "
    "slain captured evacuated"
)
_NOT_DISPLACED = _words(
    "gunmen gunman attackers attacker suspects suspect assailants assailant robbers militants "
    "militant men man prisoners prisoner inmates inmate fighters rebels bombers thieves soldiers "
    "drivers driver criminals"
)
_MANY = 10  # fewer who "gathered" or "joined" are a meeting, not a crowd
_YEARS = range(1900, 2101)
_MAX_NOUN_WORDS = 6  # "senior Ruritanian air force officers"
_MAX_WHOLE_GAP = 300  # characters back to the whole a part belongs to: a sentence or two
_CASUALTIES = frozenset({"killed", "wounded", "missing"})

# What became of them. `before`: verbs whose object is counted; `of`: nouns that lead to it;
# `after`: participles; `state`: words that need no "were"; `head`: nouns that are the count.
_CUES: dict[Measure, dict[str, str]] = {
    "killed": {
        "before": "kill kills killed killing slay slew slaying murder murders murdered murdering "
        "massacre massacred massacring execute executed executing assassinated assassinating "
        "beheaded beheading lynched shot_dead shoot_dead shooting_dead shot_and_killed gunned_down "
        "gunning_down fatally_shot fatally_wounded fatally_stabbed stabbed_to_death mowed_down "
        "beat_to_death claimed_the_lives_of claim_the_lives_of claims_the_lives_of "
        "claiming_the_lives_of took_the_lives_of taken_the_lives_of cost_the_lives_of",
        "of": "deaths_of death_of killing_of killings_of murder_of murders_of massacre_of "
        "execution_of executions_of assassination_of assassinations_of slaying_of bodies_of "
        "body_of corpses_of remains_of lives_of",
        "after": "killed slain murdered massacred executed assassinated beheaded hanged lynched "
        "shot_dead shot_and_killed gunned_down fatally_shot stabbed_to_death beaten_to_death "
        "burned_to_death burnt_to_death hacked_to_death crushed_to_death trampled_to_death "
        "put_to_death electrocuted",
        "state": "dead died die dies dying perished perish drowned drown lost_their_lives "
        "lost_his_life lost_her_life lose_their_lives losing_their_lives bled_to_death",
        "head": "deaths fatalities bodies corpses death fatality",
    },
    "wounded": {
        "before": "wound wounds wounded wounding injure injures injured injuring hurt hurts hurting "
        "maimed maiming hospitalized hospitalised hospitalizing hospitalising",
        "of": "wounding_of injuries_to",
        "after": "wounded injured hurt maimed hospitalized hospitalised taken_to_hospital "
        "rushed_to_hospital treated_for",
        "state": "suffered_injuries sustained_injuries suffered_burns suffered_wounds in_hospital "
        "suffered_minor_injuries suffered_serious_injuries in_critical_condition "
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
        "after": "arrested detained jailed imprisoned rounded_up apprehended taken_into_custody held "
        "captured taken_prisoner in_custody in_detention under_arrest behind_bars",
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
        "sought_refuge sought_shelter took_refuge took_shelter",
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
        "poured_into_the_streets walked_out went_on_strike gathered gather gathering attended "
        "assembled converged joined massed packed filled thronged participated chanted blocked "
        "flocked",
        "head": "protesters protestors demonstrators marchers participants strikers attendees",
    },
}
_NEEDS_PERSON = _words("hold holds held holding capture captures captured capturing seize seizes "
                       "seized seizing")  # fmt: skip
_NEEDS_MANY = _words(
    "gathered gather gathering attended assembled converged joined massed packed filled thronged "
    "participated chanted blocked flocked drew draws drawing attracted attracting walked_out"
)
_TAKES_LIVES = _words("claim claims claimed claiming cost costing lost losing took taken taking takes")
_FORCES = _words("force forces forced forcing prompted prompting caused causing compelled compelling")
_TOLL_VERBS = _words(
    "to at of is was stands stood reached reaches reaching hit passed exceeded topped exceeds nears "
    "tops past above"
)
