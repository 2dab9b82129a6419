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
"""What is counted, and the first and the last token of the words that say so."""


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
    "insurgent terrorist guerrilla protester protestor demonstrator marcher activist student "
    "pupil teacher villager resident worker employee labourer laborer farmer fisherman miner "
    "journalist reporter cameraman photographer hostage prisoner inmate detainee captive migrant "
    "refugee evacuee suspect passenger other member man woman child boy girl baby infant toddler "
    "teenager adult youth elder victim survivor national citizen foreigner tourist pilgrim "
    "worshipper doctor nurse medic paramedic patient driver pilot sailor crewman commander "
    "general colonel guard peacekeeper diplomat envoy minister lawmaker politician priest nun "
    "monk imam cleric leader supporter follower spectator fan bystander pedestrian shopper "
    "customer trader merchant shopkeeper climber hiker skier swimmer firefighter rescuer "
    "volunteer contractor engineer scientist lawyer judge settler believer father mother son "
    "daughter brother sister wife husband cousin relative parent grandmother grandfather couple "
    "family household neighbour neighbor attacker assailant bomber robber thief smuggler "
    "trafficker opponent dissident critic blogger recruit conscript cadet marine agent spy "
    "participant attendee striker inhabitant local american european african asian expatriate "
    "servicemember serviceman servicewoman sergeant lieutenant captain major cyclist motorcyclist "
    "motorist athlete player occupant guest ranger herder hunter craftsman vendor clerk staffer "
    "aide bodyguard militiaman jihadist islamist separatist paramilitary combatant noncombatant "
    "tribesman businessman spokesman councillor mayor governor senator president counsellor "
    "orphan widow newborn casualty"
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
    "nights decade decades century centuries weekend morning noon midnight weekends am pm a.m p.m "
    "o'clock dollar dollars euro euros pound pounds rupee rupees yuan yen peso pesos cent cents "
    "shekels percent per pct percentage km kilometre kilometres kilometer kilometers mile miles "
    "metre metres meter meters foot feet inch inches ton tons tonne tonnes kg kilogram kilograms "
    "kilo kilos gram grams litre litres liter liters acre acres hectare hectares degree degrees "
    "barrel barrels mph kph time times point points"
)
_THINGS = _UNITS | _words(
    "rocket rockets missile missiles drone drones bomb bombs shell shells round rounds bullet "
    "bullets grenade grenades mine mines device devices vehicle vehicles car cars truck trucks "
    "bus buses train trains tank tanks plane planes aircraft jet jets helicopter helicopters boat "
    "boats ship ships vessel vessels motorcycle motorcycles home homes house houses building "
    "buildings apartment apartments school schools hospital hospitals church churches mosque "
    "mosques shop shops village villages town towns city cities district districts province "
    "provinces country countries nation nations state states area areas region regions station "
    "stations checkpoint checkpoints base bases post posts attack attacks strike strikes "
    "airstrike airstrikes raid raids explosion explosions blast blasts bombing bombings incident "
    "incidents clash clashes shooting shootings accident accidents crash crashes earthquake "
    "earthquakes occasion occasions place places location locations site sites target targets "
    "position positions weapon weapons gun guns rifle rifles job jobs seat seats vote votes case "
    "cases charge charges count counts part parts stage game games match matches goal goals law "
    "laws resolution resolutions meeting meetings talks cattle cow cows sheep goat goats camel "
    "camels horse horses dog dogs chickens livestock animal animals trees crops fires storms "
    "companies company firms bridges roads bases shots sorties"
)
_DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = _words(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
_LINKERS = _words(
    "in on at by near from with during after before when while as since for inside outside under "
    "between across over amid around following because of into through throughout within along "
    "and but or if until so though although where than nor plus aboard against off beside versus "
    "via despite toward towards to"
)
_WHEN = _DAYS | _words(
    "today yesterday tomorrow overnight early earlier late later last this next ago again "
    "instantly immediately so far already alone daily nationwide"
)
_BE = _words("is are was were be been being get got gets getting")
_HAVE = _words("has have had having")
_FILL = (
    _BE
    | _HAVE
    | _words(
        "will would could may might must should can also later already still now since then both "
        "all each believed feared thought presumed reported confirmed known to remain "
        "remained remains remaining listed shot beaten burned burnt hacked crushed trampled "
        "stabbed found left went gone go pronounced declared lay lie lying either"
    )
)
_DETERMINERS = _words("the his her their its our those these all")
_STOP = (
    _LINKERS | _WHEN | _BE | _HAVE | _DETERMINERS | _MONTHS
    | _words(
        "a an no not will would could may might must should can who whom whose which that what it "
        "he she they we i you there here said says say told added reported according including "
        "include included includes among mostly some any each every both either fewer less "
        "longer went came come go began started threw attacked fired hit struck opened entered "
        "took carried staged made became remained remain remains still also just only never n't "
        "did do does up out down away back hundred thousand million billion one two three"
    )
)  # fmt: skip
_NOT_A_COUNT_AFTER = _words(
    "aged age number no flight route highway article section chapter room page type class channel "
    "division brigade battalion season episode"
)
_NOT_A_YEAR_AFTER = _words("in since by from until till before after during year of between")
_MEMBERS: dict[str, Measure] = {
    "dead": "killed", "killed": "killed", "victims": "killed", "fatalities": "killed",
    "deaths": "killed", "slain": "killed", "wounded": "wounded", "injured": "wounded",
    "missing": "missing", "detained": "detained", "arrested": "detained", "detainees": "detained",
    "abducted": "abducted", "kidnapped": "abducted", "hostages": "abducted",
    "displaced": "displaced", "protesters": "participants", "demonstrators": "participants",
}  # fmt: skip
_INNER = _words(
    "wounded injured missing displaced detained arrested jailed imprisoned kidnapped abducted "
    "dead slain captured evacuated"
)
_NOT_DISPLACED = _words(
    "gunmen gunman attackers attacker suspects suspect assailants assailant robbers militants "
    "militant men man prisoners prisoner inmates inmate fighters rebels bombers thieves soldiers "
    "drivers driver criminals"
)
_DASHES = frozenset("-–—")
_OPENERS = frozenset(".,;:([\"'“‘”’-–—!?*•…|>")
_ONE = frozenset({"1", "one"})
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
        "beheaded beheading lynched shot_dead shoot_dead shooting_dead shot_and_killed "
        "gunned_down gunning_down fatally_shot fatally_wounded fatally_stabbed stabbed_to_death "
        "mowed_down beat_to_death claimed_the_lives_of claim_the_lives_of claims_the_lives_of "
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
        "before": "wound wounds wounded wounding injure injures injured injuring hurt hurts "
        "hurting maimed maiming hospitalized hospitalised hospitalizing hospitalising",
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
_TAKES_LIVES = _words(
    "claim claims claimed claiming cost costing lost losing took taken taking takes"
)
_FORCES = _words(
    "force forces forced forcing prompted prompting caused causing compelled compelling"
)
_TOLL_VERBS = _words(
    "to at of is was stands stood reached reaches reaching hit passed exceeded topped exceeds "
    "nears tops past above"
)


@dataclass(frozen=True, slots=True)
class _Cues:
    """Cue phrases as token tuples: the leading ones by last word, the trailing by first."""

    before: dict[str, list[tuple[tuple[str, ...], Measure]]]
    of: dict[str, list[tuple[tuple[str, ...], Measure]]]
    after: dict[str, list[tuple[tuple[str, ...], Measure, bool]]]
    head: dict[str, Measure]


@lru_cache(maxsize=1)
def _load_cues() -> _Cues:
    cues = _Cues({}, {}, {}, {})
    for measure, roles in _CUES.items():
        for role, phrases in roles.items():
            for phrase in phrases.split():
                words = tuple(phrase.split("_"))
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


class _Sentence:
    """The tokens of one sentence, and the counted phrases among them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.tokens = read_tokens(text, start, end)
        self.cues = _load_cues()
        self.counts = list(self._read_counts())
        self.parts = frozenset(count.first for count in self.counts if count.of_them)

    def low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_word(self, at: int) -> bool:
        return self.low(at)[:1].isalnum()

    def ends_clause(self, at: int) -> bool:
        """Whether no object can follow here: "nine killed IN", against "nine killed TWO"."""
        low = self.low(at)
        return not self.is_word(at) or low in _LINKERS or low in _WHEN or low.endswith("ly")

    # ---- counted phrases ----

    def _read_counts(self) -> Iterator[_Count]:
        at = 0
        while at < len(self.tokens):
            count = self._read_count(at)
            if count is None:
                at += 1
            else:
                yield count
                at = count.after

    def _read_count(self, at: int) -> _Count | None:
        low = self.low(at)
        found = read_amount(self.tokens, at)
        if found is None:
            return self._read_single(at) if low in {"a", "an", "another"} else None
        amount, after = found
        if self._is_no_count(at, after, amount):
            return None
        count = _Count(at, after, after, amount)
        if self.low(after) == "of":
            self._read_partitive(count, after + 1)
        return self._read_noun(count)

    def _read_single(self, at: int) -> _Count | None:
        """Read "a soldier", and "another" where a verb follows."""
        count = self._read_noun(_Count(at, at + 1, at + 1, Amount(1, 1, 1, "exact")))
        if count is None:
            return None
        told = self.low(at + 1) in _BE | _HAVE or self.low(at - 1) in self.cues.before
        alone = told and count.is_bare and self.low(at) == "another"
        return count if alone or self.low(count.after - 1) in _SINGULAR else None

    def _is_no_count(self, at: int, after: int, amount: Amount) -> bool:
        """Whether the number is a date, money, a share, a score, an age, a label."""
        before, following = self.low(at - 1), self.low(after)
        if before in _NOT_A_COUNT_AFTER or following in {"%", "°", ":", "/"}:
            return True
        if following in _DASHES and self._touches(after):
            return True  # a score, "7-magnitude"
        if before and before not in _OPENERS and not before[-1].isalnum() and self._touches(at):
            return True  # a currency sign or the like
        if before == "in" and self.low(at - 2) in _ONE:
            return True  # "one in five"
        if (
            self.low(after - 1) in _ONE
            and following == "in"
            and read_amount(self.tokens, after + 1)
        ):
            return True
        if before in _MONTHS and before != "may" and self.low(at - 2) != "in":
            return after == at + 1
        if following in _MONTHS and self.low(at)[:1].isdigit():
            return following != "may" or self.low(after + 1) not in _FILL
        digits = self.low(at).isdecimal() and len(self.low(at)) == 4
        return digits and amount.best in _YEARS and before in _NOT_A_YEAR_AFTER

    def _touches(self, at: int) -> bool:
        """Whether nothing stands between token `at` and the one before."""
        return self.tokens[at].start == self.tokens[at - 1].end

    def _read_partitive(self, count: _Count, at: int) -> None:
        """Step over "of them", "of the", "of 30", and notice "of the dead"."""
        low = self.low(at)
        if low in {"them", "whom"}:
            count.of_them = count.is_part = True
            count.noun = count.after = at + 1
            return
        definite = low in _DETERMINERS
        at += definite
        if definite and self.low(at) in _MEMBERS:
            follows = self.low(at + 1)
            if not self.is_word(at + 1) or follows in _BE | _HAVE | _LINKERS | {"who"}:
                count.member_of = _MEMBERS[self.low(at)]
                count.is_part = True
                count.noun, count.after, count.inner = at, at + 1, at
                return
        whole = read_amount(self.tokens, at)
        count.noun = count.after = whole[1] if whole else at

    def _read_noun(self, count: _Count) -> _Count | None:
        """Extend the phrase over the noun; None when the noun is a thing or a unit."""
        if count.member_of:
            return count
        if self.low(count.after) in _UNITS:
            return None
        head, at = self._find_head(count)
        if head is None:
            return self._read_other_noun(count, at)
        if self.low(head + 1) in _THINGS or self.low(head).endswith("'s"):
            return None
        count.after, count.is_person = head + 1, True
        return count

    def _find_head(self, count: _Count) -> tuple[int | None, int]:
        """The last token of the noun, where it is a person; and where the words end."""
        head = None
        at = count.after
        while at < min(len(self.tokens), count.noun + _MAX_NOUN_WORDS) and self.is_word(at):
            low = self.low(at)
            is_person = low.removesuffix("'s") in _PERSONS
            if head is not None and (not is_person or low in {"hostage", "captive", "prisoner"}):
                break  # "took two tourists hostage"
            if low in _INNER and self._is_inner(at):
                count.inner = at if count.inner is None else count.inner
            elif self._ends_noun(at):
                break
            elif is_person:
                head = at
            at += 1
        return head, at

    def _ends_noun(self, at: int) -> bool:
        low = self.low(at)
        adverb = low.endswith("ly") and self.low(at + 1) not in _INNER and low not in _PERSONS
        return adverb or low in _STOP or (low in self.cues.after and low not in _PERSONS)

    def _is_inner(self, at: int) -> bool:
        """Whether "wounded" stands before its noun ("two wounded men")."""
        following = self.low(at + 1)
        return (
            self.is_word(at + 1) and following not in _STOP | _WHEN and not following[0].isdigit()
        )

    def _read_other_noun(self, count: _Count, end: int) -> _Count | None:
        words = [self.low(at) for at in range(count.noun, end)]
        if any(word in _THINGS for word in words):
            return None
        none = self.low(count.first) == "no" and self.low(count.first + 1) != "one"
        if none and not (words and (words[-1] in self.cues.head or count.inner is not None)):
            return None  # "no longer", "no mention"
        if words:
            count.after = end
        elif self.low(count.after - 1) == "of":  # "hundreds of missing and injured"
            count.noun = count.after = count.after - 1
        return count

    # ---- what became of them ----

    def link(self) -> None:
        """Find the measure of every counted phrase that has one."""
        for count in self.counts:
            count.links = (
                self._link_lives(count)
                or self._link_left(count)
                or self._link_right(count)
                or self._link_head(count)
                or self._link_toll(count)
            )
        self._link_coordinated()
        self._link_members()

    def _leading(
        self, table: dict[str, list[tuple[tuple[str, ...], Measure]]], at: int
    ) -> _Link | None:
        """The cue phrase of `table` whose last word is token `at`."""
        for words, measure in table.get(self.low(at), ()):
            first = at - len(words) + 1
            if first >= 0 and all(self.low(first + n) == word for n, word in enumerate(words)):
                return measure, first, at
        return None

    def _trailing(self, at: int) -> tuple[_Link, bool] | None:
        """The cue phrase that begins at token `at`, and whether it needs no "were"."""
        for words, measure, is_state in self.cues.after.get(self.low(at), ()):
            if all(self.low(at + n) == word for n, word in enumerate(words)):
                return (measure, at, at + len(words) - 1), is_state
        return None

    def _link_lives(self, count: _Count) -> list[_Link]:
        if self.low(count.after - 1) != "lives":
            return []
        at = count.after
        while self.low(at) in _BE | _HAVE:
            at += 1
        taken = self.low(count.first - 1) in _TAKES_LIVES or self.low(count.first - 2) == "loss"
        if taken or self.low(at) == "lost":
            return [("killed", count.after - 1, count.after - 1)]
        return []

    def _link_left(self, count: _Count) -> list[_Link]:
        at = count.first - 1
        if self.low(at) in _DETERMINERS:
            at -= 1
        link = self._leading(self.cues.before, at)
        if link is not None and self._takes_object(link, count):
            count.is_object = True
            if self.low(count.after - 1) in {"hostages", "captives"} and link[0] == "detained":
                return [("abducted", link[1], link[2])]
            return self._split_zero(self._merge_left(link), count)
        link = self._leading(self.cues.of, at)
        if link is None or not self._fits(link, count):
            return []
        count.is_object = True
        return [link]

    def _takes_object(self, link: _Link, count: _Count) -> bool:
        measure, first, last = link
        verb = first - 1 - self.low(first - 1).endswith("ly")
        if self.low(verb) in _BE and not self.low(last).endswith("ing"):
            return False  # "were killed two soldiers said": passive
        if self.low(last) in _NEEDS_PERSON and not count.is_person:
            return False
        if count.is_bare and not self.ends_clause(count.after):
            return False
        taken = self.low(count.after)
        return not (measure in {"detained", "abducted"} and taken in {"hostage", "captive"})

    def _merge_left(self, link: _Link) -> list[_Link]:
        """As in "killed or wounded nine": one figure of both."""
        measure, first, _ = link
        if self.low(first - 1) in {"and", "or"}:
            other = self._leading(self.cues.before, first - 2)
            if other is not None and other[0] != measure:
                return [other, link]
        return [link]

    def _split_zero(self, links: list[_Link], count: _Count) -> list[_Link]:
        """One `other` for a number of several kinds of casualty; a zero is a zero of each."""
        kinds = {link[0] for link in links}
        if len(kinds) > 1 and kinds <= _CASUALTIES and count.amount.best != 0:
            both: Measure = "other"
            return [(both, links[0][1], links[-1][2])]
        return links

    def _link_right(self, count: _Count) -> list[_Link]:
        at, has_be, has_have = self._skip_fill(self._skip_aside(count.after))
        found = self._trailing(at)
        if found is None:
            at, has_be, has_have = self._skip_place(count.after)
            found = self._trailing(at) if at else None
        if found is None:
            return []
        link, is_state = found
        if not is_state and not has_be and (has_have or not self._ends_after(link)):
            return []
        return self._split_zero(self._merge_right(link), count) if self._fits(link, count) else []

    def _ends_after(self, link: _Link) -> bool:
        return self.ends_clause(link[2] + 1) or self._trailing(link[2] + 1) is not None

    def _merge_right(self, link: _Link) -> list[_Link]:
        """As in "nine were killed or wounded", "nine were abducted and later killed"."""
        at = link[2] + 1
        if self.low(at) not in {"and", "or"}:
            return [link]
        at += 1
        while self.low(at) in {"later", "then", "subsequently"}:
            at += 1
        found = self._trailing(at)
        if found is None or found[0][0] == link[0] or not self.ends_clause(found[0][2] + 1):
            return [link]
        return [link, found[0]]

    def _skip_fill(self, at: int) -> tuple[int, bool, bool]:
        """Step over "who were reportedly"; say whether a form of be or of have was there."""
        has_be = has_have = False
        if self.low(at) in {"who", "that", "which"}:
            at += 1
        while (self.low(at) in _FILL or self.low(at).endswith("ly")) and self._trailing(at) is None:
            has_be = has_be or self.low(at) in _BE or self.low(at) in {"found", "left", "feared"}
            has_have = has_have or self.low(at) in _HAVE
            at += 1
        if self.low(at) == "and" and self.low(at - 1) in _FILL and has_be:
            return at + 1, has_be, has_have  # "were shot and killed"
        return at, has_be, has_have

    def _skip_aside(self, at: int) -> int:
        """Step over ", including four children," and the like."""
        closing = {",": {","}, "(": {")"}, "–": {"–"}, "—": {"—"}, "-": {"-"}}.get(self.low(at))
        if closing is None:
            return at
        opens = self.low(at + 1) in {
            "including",
            "among",
            "most",
            "mostly",
            "some",
            "many",
            "all",
            "both",
        }
        if not opens and at + 1 not in self.parts:
            return at
        for end in range(at + 2, min(at + 25, len(self.tokens))):
            if self.low(end) in closing and (
                self.low(end + 1) in _BE | _HAVE or self._trailing(end + 1) is not None
            ):
                return end + 1
        return at

    def _skip_place(self, at: int) -> tuple[int, bool, bool]:
        """Step over "in the village of Anderby" to the verb; 0 when there is none."""
        if self.low(at) not in {
            "in",
            "on",
            "at",
            "from",
            "aboard",
            "inside",
            "near",
            "outside",
            "of",
        }:
            return 0, False, False
        for verb in range(at + 1, at + 9):
            low = self.low(verb)
            if low in _BE | _HAVE:
                return self._skip_fill(verb)
            if low in {"died", "perished", "drowned"}:
                return verb, False, False
            if not self.is_word(verb) or low in {
                "and",
                "or",
                "but",
                "who",
                "that",
                "which",
                "where",
                "when",
                "said",
                "after",
                "as",
            }:
                break
        return 0, False, False

    def _fits(self, link: _Link, count: _Count) -> bool:
        """Conditions of the cues that also mean other things."""
        measure, first, last = link
        word = self.low(first)
        many = (count.amount.best or count.amount.low or count.amount.high or 0) >= _MANY
        if self.text[self.tokens[first].start : self.tokens[first].end] == "March":
            return False
        if measure == "participants":
            return many or word not in _NEEDS_MANY
        if word == "to" and measure == "displaced":
            return any(self.low(at) in _FORCES for at in range(count.first - 2, count.first))
        if measure == "displaced" and word in {"fled", "flee", "fleeing"}:
            return self.low(count.after - 1) not in _NOT_DISPLACED and not (
                self.low(last + 1) == "the" and self.low(last + 2) == "scene"
            )
        return not (
            last == first
            and measure == "abducted"
            and word in {"hostage", "captive"}
            and count.is_bare
        )

    def _link_head(self, count: _Count) -> list[_Link]:
        """As in "12 deaths", "two wounded men", "about 500 protesters", "no casualties"."""
        head = count.after - 1
        word = self.low(head)
        if count.member_of and count.inner is not None:
            return [(count.member_of, count.inner, count.inner)]
        if count.is_bare and not count.inner:
            return []
        if word == "casualties":
            kinds: tuple[Measure, ...] = (
                ("killed", "wounded") if count.amount.best == 0 else ("other",)
            )
            return [(kind, head, head) for kind in kinds]
        if count.inner is not None:
            return [(_MEMBERS.get(self.low(count.inner), "detained"), count.inner, count.inner)]
        measure = self.cues.head.get(word)
        if measure == "participants" and (count.amount.best or count.amount.low or 0) < _MANY:
            return []
        if word == "hostages" and self.low(count.first - 1) in {"taking", "took", "taken", "take"}:
            measure = "abducted"
        return [(measure, head, head)] if measure else []

    def _link_toll(self, count: _Count) -> list[_Link]:
        """As in "the death toll from the storm rose to 17"."""
        if self.low(count.first - 1) not in _TOLL_VERBS or not (count.is_bare or count.is_person):
            return []
        for at in range(count.first - 2, max(-1, count.first - 14), -1):
            low = self.low(at)
            if low in {"toll", "tolls"}:
                return [("killed", at - (self.low(at - 1) == "death"), at)]
            if low in {";", "."}:
                break
        return []

    def _between(self, left: _Count, right: _Count) -> list[str]:
        return [self.low(at) for at in range(left.after, min(right.first, left.after + 4))]

    def _link_coordinated(self) -> None:
        """Carry a measure over "and": "killed two soldiers AND A NURSE"."""
        joints = (
            [","],
            ["and"],
            [",", "and"],
            ["or"],
            ["as", "well", "as"],
            ["along", "with"],
            ["plus"],
        )
        pairs = list(zip(self.counts, self.counts[1:], strict=False))
        for left, right in pairs:
            objects = left.links and left.is_object and not right.links
            if objects and self._between(left, right) in joints and self.ends_clause(right.after):
                right.links, right.is_object = left.links, True
        for left, right in reversed(pairs):
            subjects = right.links and not right.is_object and not left.links
            if (
                subjects
                and left.is_person
                and self._between(left, right) in joints
                and right.links[0][1] >= right.after
            ):
                left.links = right.links

    # ---- parts of a whole ----

    def _link_members(self) -> None:
        """Mark the parts: "including N", "N of them", "the dead included N"."""
        members = False
        for index, count in enumerate(self.counts):
            at = count.first - 1
            if self.low(at) in _DETERMINERS:
                at -= 1
            coordinated = members and self._between(self.counts[index - 1], count) in (
                ["and"],
                [","],
                [",", "and"],
            )
            members = coordinated and (not count.links or count.is_object)
            if self.low(at) in {"including", "include", "included", "includes"}:
                members = True
                count.member_of = _MEMBERS.get(self.low(at - 1))
                if count.member_of and not count.links:
                    count.links = [(count.member_of, at - 1, at - 1)]
            elif self.low(at) in {"them", "whom"} and self.low(at - 1) in {"among", "of"}:
                members = True
            count.is_part = count.is_part or members
            if count.of_them and count.is_bare:
                self._read_complement(count)

    def _read_complement(self, count: _Count) -> None:
        """As in "four of them were CHILDREN"."""
        at = count.after
        while self.low(at) in _BE:
            at += 1
        if at > count.after and self.low(at) in _PERSONS:
            count.noun, count.after = at, at + 1

    # ---- results ----

    def write(self, mentions: list[FigureMention]) -> None:
        """Append the figures of this sentence to those of the sentences before it."""
        for count in self.counts:
            whole = self._find_whole(count, mentions) if count.is_part else None
            told = None if whole is None else mentions[whole]
            for measure, first, last in count.links:
                cue = self.tokens[first].start, self.tokens[last].end
                same = told is not None and told.measure == measure
                mentions.append(self._mention(count, measure, whole if same else None, cue))
            if told is not None and not count.links:
                cue = told.cue_start, told.cue_end
                mentions.append(self._mention(count, told.measure, whole, cue))

    def _find_whole(self, count: _Count, mentions: Sequence[FigureMention]) -> int | None:
        """The nearest figure before that the part can belong to."""
        measure = count.member_of or (count.links[0][0] if count.links else None)
        start = self.tokens[count.first].start
        reach = (
            _MAX_WHOLE_GAP if count.member_of or not count.is_bare else start - self.tokens[0].start
        )
        for index in range(len(mentions) - 1, -1, -1):
            told = mentions[index]
            if start - told.end > reach:
                break
            if told.subset_of is None and told.end <= start and measure in {None, told.measure}:
                return index
        return None

    def _mention(
        self, count: _Count, measure: Measure, whole: int | None, cue: tuple[int, int]
    ) -> FigureMention:
        start, end = self.tokens[count.first].start, self.tokens[count.after - 1].end
        span = None
        if not count.is_bare and not (count.member_of and count.inner == count.noun):
            span = (self.tokens[count.noun].start, end)
        if self.low(count.after - 1) in self._nouns_of_count(measure):
            span = None
        return FigureMention(
            start=start,
            end=end,
            text=self.text[start:end],
            measure=measure,
            amount=count.amount,
            group=self.text[span[0] : span[1]] if span else None,
            group_span=span,
            subset_of=whole,
            cue_start=cue[0],
            cue_end=cue[1],
        )

    def _nouns_of_count(self, measure: Measure) -> frozenset[str]:
        """Nouns that say how many, not who: "deaths", "injuries", "lives", "more"."""
        heads = () if measure == "participants" else self.cues.head
        return frozenset({"casualties", "lives", "more", *heads}) - {"protesters", "demonstrators"}


_BREAK = re.compile(r"""[.!?]["'”’)\]]{0,3}\s+|\n\s*""")
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:mr|mrs|ms|dr|gen|col|lt|sgt|capt|maj|st|no|sen|rep|gov|rev|\w))\.$",
    re.IGNORECASE,
)
_LOOK_BACK = 8  # characters: the longest abbreviation with its dot


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence goes on after this break: an abbreviation, or a wrapped line."""
    if found.group()[0] == "\n":
        following = text[found.end() : found.end() + 1]
        wrapped = following.islower() or following.isdecimal()
        return wrapped and found.group().count("\n") == 1
    before = text[max(0, found.start() + 1 - _LOOK_BACK) : found.start() + 1]
    return _ABBREVIATION.search(before) is not None and "\n\n" not in found.group()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of sentences, roughly: a figure and its cue do not stand further apart."""
    for found in _BREAK.finditer(text, start, end):
        if not _goes_on(text, found):
            yield start, found.end()
            start = found.end()
    yield start, end


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[FigureMention]:
    """Find the numbers of people between `start` and `end` that were killed, hurt and so on.

    Args:
        text: Raw text; offsets of the result count in it.
        start: First code point to read.
        end: One past the last; the end of the text when not given.

    Returns:
        Figures in order of the text; linear in its length.

    >>> found = find_figures("The blast killed nine people, including four children.")
    >>> [(figure.text, figure.measure, figure.subset_of) for figure in found]
    [('nine people', 'killed', None), ('four children', 'killed', 0)]
    """
    mentions: list[FigureMention] = []
    for first, last in _cut(text, start, len(text) if end is None else min(end, len(text))):
        sentence = _Sentence(text, first, last)
        if sentence.counts:
            sentence.link()
            sentence.write(mentions)
    return mentions


def parse_amount(text: str) -> Amount | None:
    """Read the first amount of a phrase; None when it gives no number.

    An article counts as one before a person ("a police officer"), or when there is no number.

    >>> parse_amount("at least 12 soldiers")
    Amount(low=12, best=12, high=None, qualifier='at_least')
    """
    tokens = read_tokens(text)
    single: int | None = None
    for at, token in enumerate(tokens):
        found = read_amount(tokens, at)
        if found is not None and (token.low != "no" or at + 1 < len(tokens) or at == 0):
            return found[0]
        if token.low in {"a", "an", "another"} and single is None:
            single = at
            if any(word.low in _PERSONS for word in tokens[at + 1 : at + _MAX_NOUN_WORDS]):
                break
    return None if single is None else Amount(1, 1, 1, "exact")
