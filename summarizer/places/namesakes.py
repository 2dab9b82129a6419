"""Whether a place's name is a person's, a state's, a pronoun or money where it stands."""

from __future__ import annotations

import re

_GIVEN_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Sofia", "Santiago"})
_SURNAMES = frozenset(
    "Jordan Ireland England Holland Wales Washington Paris London Berlin French German English "
    "Israel Francis Wellington Rome Welsh Scot Brit Dane".split()
)
_BEFORE_A_PERSON = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Judge Justice Sen Senator Rep Coach Capt "
    "Captain Sgt Officer Detective Denzel George Michael Tom Kathy John James Robert William "
    "David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Paul Steven "
    "Andrew Kenneth Kevin Brian Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric "
    "Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Frank Gregory Raymond Alexander "
    "Patrick Jack Dennis Jerry Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah "
    "Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda "
    "Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Dawn Simon "
    "Peter Colin Kerry Martin Hamilton Vernon Jim Bob Bill Joe Mike Steve Dave Dan Gilbert Nigel "
    "Alan Harry Jeremy Philip Louis Booker Dinah Mitch Barry Eddie DeAndre Jake".split()
)
_AFTER_A_PLACE = frozenset(
    "Valley River Basin Times Armed Army Police Football National Central Air President Prime King "
    "Queen Foreign Defense Defence Interior Minister Ministry Government Parliament Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Dream Metro Airport International University".split()
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \u00a0]$")
_NAME_AFTER = re.compile(r"[ \u00a0]([A-ZÀ-ÖØ-Þ][^\W\d_]+)")
_SENTENCE_WORD = re.compile(
    r"(?<!\w)(?!(?:and|the|for|with|from|into|over|but|nor|after)(?!\w))[a-zß-öø-ÿ]{3,40}"
)  # a heading in capitals has no such word
_SHOUT_BEFORE = re.compile(r"(?<!\w)[A-Z]{2,}[ \u00a0]$")
_SHOUT_AFTER = re.compile(r"[ \u00a0][A-Z]{2,}(?!\w)")
_LOOK_BACK = 24  # characters: longer than any title or given name
_HEADING_WINDOW = 60  # characters each side: a heading, or enough of a sentence to tell


def is_person(text: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` is rather a person's, or a US state's."""
    name = text[start:end]
    before = text[max(0, start - _LOOK_BACK) : start]
    if name in _SURNAMES or name in _GIVEN_NAMES:
        word = _WORD_BEFORE.search(before)
        if word is not None and word.group(1) in _BEFORE_A_PERSON:
            return True
    if name in {"Georgia", "Washington"} and before.lower().endswith("state of "):
        return True
    after = _NAME_AFTER.match(text, end) if name in _GIVEN_NAMES else None
    if after is None or after.group(1) in _AFTER_A_PLACE:
        return False
    window = text[max(0, start - _HEADING_WINDOW) : end + _HEADING_WINDOW]
    return _SENTENCE_WORD.search(window) is not None


def is_pronoun(text: str, start: int, end: int) -> bool:
    """Whether "US" stands among capitals, where it may be the pronoun, or is a currency."""
    if text[start:end] != "US":
        return False
    shouted = _SHOUT_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return text[end : end + 1] == "$" or bool(shouted and _SHOUT_AFTER.match(text, end))


_LONGER_NAME_BEFORE = re.compile(
    r"(?<!\w)(?:(?:University|College|Bank|Duke|Duchess|Earl|Prince|Princess|Battle|Bishop"
    r"|Archbishop|Gulf|Bay|Diocese|Treaty|Church) of|[A-ZÀ-ÖØ-Þ][^\W\d_]*\.?)[ \u00a0-]$"
)
_NO_NAME_BEFORE = re.compile(
    r"(?<!\w)(?:In|The|At|From|Near|Across|And|For|While|After|Of|On|To|With|But|As|Since|Outside"
    r"|Inside|Around|Over|When|Where|Meanwhile|Both|Rural|Greater|Central|Coastal|Eastern|Western"
    r"|Northern|Southern|Upstate|Mainland|North-?[Ee]ast(?:ern)?|North-?[Ww]est(?:ern)?"
    r"|South-?[Ee]ast(?:ern)?|South-?[Ww]est(?:ern)?|By|That|This|Last|If|Then|Through|Throughout"
    r")[ \u00a0]$"
)
_NAME_BEHIND = re.compile(r"[ \u00a0-]([A-ZÀ-ÖØ-Þ][^\W_]*)")
_OFFICES = frozenset(
    "Gov Governor Governors Republican Republicans Democrat Democrats Democratic Sen Senator Rep "
    "Congressman Congresswoman Attorney Supreme Legislature Senate House Chief Law State".split()
)
_AFTER_A_DIVISION = (_AFTER_A_PLACE | _OFFICES) - frozenset(
    "Valley River Basin Times Metro Airport Dream".split()
)


def is_part_of_name(text: str, start: int, end: int, *, noun: bool = False) -> bool:
    """Whether the name at `start:end` goes on in capitals: "Kansas City", "Tennessee Williams".

    Args:
        text: The text.
        start: Where the name begins.
        end: Where it ends.
        noun: Whether a noun of its own stands beside it ("Kaduna State"), so that only what
            goes before counts ("Great Lakes region").
    """
    after = None if noun else _NAME_BEHIND.match(text, end)
    if after is not None and after.group(1) not in _AFTER_A_DIVISION:
        return True
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_LONGER_NAME_BEFORE.search(before)) and not _NO_NAME_BEFORE.search(before)


_GAPS = frozenset(" \u00a0-")


def is_other_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word before a town's name makes it another name: "Karl Aleppo".

    In a heading all in capitals it does not.
    """
    if text[start - 1 : start] not in _GAPS:
        return False
    window = max(0, start - _LOOK_BACK)
    word = max(text.rfind(" ", window, start - 1), text.rfind("\n", window, start - 1)) + 1
    if not text[word : word + 1].isupper() and not text.startswith("of", word):
        return False
    before = text[max(0, start - _LOOK_BACK) : start]
    if not _LONGER_NAME_BEFORE.search(before) or _NO_NAME_BEFORE.search(before):
        return False
    return not (text[start:end].isupper() and _SHOUT_BEFORE.search(before))


_US_STATE = (
    r"(?:Ala(?:bama|\.)|Alaska|Ariz(?:ona|\.)|Ark(?:ansas|\.)|Calif(?:ornia|\.)|Colo(?:rado|\.)"
    r"|Conn(?:ecticut|\.)|Del(?:aware|\.)|Fl(?:orid)?a\.?|Georgia|Ga\.|Hawaii|Idaho|Ill(?:inois|\.)"
    r"|Ind(?:iana|\.)|Iowa|Kan(?:sas|\.)|Kentucky|Ky\.|Louisiana|La\.|Maine|Maryland|Md\."
    r"|Mass(?:achusetts|\.)|Mich(?:igan|\.)|Minn(?:esota|\.)|Miss(?:issippi|\.)|Missouri|Mo\."
    r"|Mont(?:ana|\.)|Neb(?:raska|\.)|Nev(?:ada|\.)|New (?:Hampshire|Jersey|Mexico|York)"
    r"|N\.[HJMYCD]\.|North (?:Carolina|Dakota)|Ohio|Okla(?:homa|\.)|Ore(?:gon|\.)"
    r"|Pennsylvania|Pa\.|Rhode Island|R\.I\.|South (?:Carolina|Dakota)|S\.[CD]\."
    r"|Tenn(?:essee|\.)|Tex(?:as|\.)|Utah|Vermont|Vt\.|Virginia|Va\.|Wash(?:ington|\.)"
    r"|West Virginia|W\.\s?Va\.|Wis(?:consin|\.)|Wyo(?:ming|\.))"
)
_IN_US_STATE = re.compile(rf",\s{_US_STATE}(?!\w)")


def is_elsewhere(text: str, end: int, country: str) -> bool:
    """Whether a state of the USA follows a town of another country: "Odessa, Texas"."""
    return country != "USA" and _IN_US_STATE.match(text, end) is not None
