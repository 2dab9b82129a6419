"""How English news says when: the words, and the shapes of the phrases made of them.

Every shape is the source of a regular expression over text in lower case. `SHAPES` names
the parts that give a phrase its meaning; `compile_finder` joins the same words, asking for
more context where one also means something else ("May", "March", a bare year). All
repetition is bounded, so a search stays linear in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

__all__ = [
    "COUNTS",
    "MONTHS",
    "SHAPES",
    "STEPS",
    "WEEKDAYS",
    "compile_cores",
    "compile_finder",
    "compile_homographs",
    "compile_openings",
    "compile_peels",
    "compile_shapes",
]

WEEKDAYS = {name: i for i, name in enumerate("mon tue wed thu fri sat sun".split())}
"""First three letters of a weekday -> `date.weekday()`."""
MONTHS = {
    name: i
    for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
"""First three letters of a month -> 1..12."""
_ONE_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
COUNTS = {
    **{word: i for i, word in enumerate(_ONE_TO_TWENTY.split(), start=1)},
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "a": 1,
    "an": 1,
}
"""Words that count days, weeks, months or years."""
STEPS = {"last": -1, "this": 0, "next": 1}
"""Words that pick a unit -> how many units on from the present one."""

# One line break at most: a phrase may be wrapped, but never runs over an empty line.
_S = r"(?:[^\S\n]{1,3}\n?|\n)"
_DASH = "[-‐‑‒–—−]"
_JOIN = f"(?:{_S}|{_DASH})"
_APOS = "['’‘ʼ]"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?"
# Months that are no other word and nobody's name stand alone; the others need a companion.
_SURE_MONTH = "(?:january|february|july|september|october|november|december)"
_SHORT_MONTH = "(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_MONTH = rf"(?:(?:{_SURE_MONTH}|march|april|may|june|august)\b|{_SHORT_MONTH}\b\.?)"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.:][0-9]|,[0-9]{3}(?![0-9]))"
_ORDINAL = r"(?:[12]?(?:1st|2nd|3rd|[4-9]th)|1[0-3]th|[23]0th|31st)(?!\w)"
_YEAR = r"(?:1[0-9]{3}|2[01][0-9]{2})(?![\w%]|[.,:][0-9])"
_ISO = r"[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}(?![0-9])"
_NUMERIC = (
    r"(?:[0-9]{1,2}(?:/[0-9]{1,2}/|\.[0-9]{1,2}\.|-[0-9]{1,2}-)[0-9]{4}"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2})(?!\w|[/.-][0-9])"
)
_PART = (
    "(?:morning|afternoon|evening|night|noon|midday|midnight|(?:pre-?)?dawn|dusk|daybreak|lunchtime"
    "|nightfall|sunrise|sunset)"
)
_COUNT = rf"(?:(?:{'|'.join(sorted(COUNTS, key=len, reverse=True))})\b|[0-9]{{1,4}})"
_UNITS = "(?:minute|hour|day|week|fortnight|month|year|decade)"
_VAGUE = rf"(?:several|many|some|(?:a{_S})?few|a{_S}(?:couple|number|handful){_S}of|dozens{_S}of)"
_NEAR = "(?:about|around|nearly|almost|roughly|approximately|some)"
_LIMIT = f"(?:(?:more|less|fewer){_S}than|over|under|at{_S}least|at{_S}most|up{_S}to)"
_HOW_MANY = (
    f"(?:(?:(?:(?P<near>{_NEAR})|(?P<limit>{_LIMIT})|just|only|exactly){_S})?(?P<count>{_COUNT})"
    rf"|(?P<vague>{_VAGUE})){_S}(?P<unit>{_UNITS})s?\b"
)
_EDGE = (
    f"(?:(?:early|earlier|late|later|mid)(?:{_S}in)?"
    f"|(?:the{_S})?(?:end|start|beginning|middle|close){_S}of)"
)
_EDGED = f"(?:(?P<edge>{_EDGE}){_JOIN})?"
_WHOLE = "(?:week|month|year|decade)"
_SEASON = rf"(?:spring|summer|autumn|fall|winter)(?:{_S}(?:of{_S})?{_YEAR})?\b"

_HOLIDAY = (
    f"(?:new{_S}year{_APOS}?s{_S}(?:day|eve)|christmas{_S}(?:day|eve)|boxing{_S}day)"
    f"(?:,?{_S}{_YEAR})?"
)
_DAY_MONTH = f"(?:the{_S})?{_DAY}(?:{_S}of{_S}|{_S}|-){_MONTH}(?:(?:,?{_S}|-){_YEAR})?"
_MONTH_DAY = f"{_MONTH}{_S}(?:the{_S})?{_DAY}(?:(?:,{_S}|,|{_S}){_YEAR})?"
_MONTH_YEAR = f"{_MONTH}(?:,?{_S}|{_S}of{_S}){_YEAR}"
_DATED = f"(?:{_DAY_MONTH}|{_MONTH_DAY})"
_TO = f"(?:{_S}(?:to|through|until|till){_S}|{_S}?{_DASH}{_S}?|/)"
_AND = f"{_S}and{_S}"
_MOMENT = f"(?:(?:{_WEEKDAY},?{_S})?{_DATED}|{_MONTH_YEAR}|{_ISO}|{_MONTH}|{_WEEKDAY})"
_ATOM = f"(?:{_MOMENT}|{_DAY}(?:,?{_S}{_YEAR})?|{_YEAR})"

_BEFORE_DAY = (
    f"(?:(?:(?:shortly|just|soon){_S})?(?:(?:at|before|after|around|by|on|in|during){_S})?"
    f"(?:the{_S})?(?:(?:early|late){_JOIN})?(?:{_PART}(?:{_S}hours)?|early{_S}hours){_S}(?:(?:of|on){_S})?"
    f"|(?:early|late|earlier|later|overnight){_S}(?:on{_S})?)"
)
_AFTER_DAY = f"{_S}(?:(?:(?:early|late|at|around|in{_S}the){_S}){{0,2}}{_PART}|overnight)"
_OF_YEAR = rf",?{_S}(?:of{_S})?(?:last|this|next){_S}year\b"
_INTO = f"{_S}(?:and{_S})?into{_S}(?:the{_S})?"
_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?(?:a\.?m|p\.?m)\b\.?)?(?:\s(?:gmt|utc|local time))?"
_DAY_WORD = (
    f"the{_S}day{_S}before{_S}yesterday|the{_S}night{_S}before{_S}last|the{_S}day{_S}after{_S}tomorrow|today|yesterday|tomorrow"
    f"|tonight|overnight|this{_S}(?:morning|afternoon|evening)|last{_S}(?:night|evening)"
)
_NEAREST = f"(?:this{_S}past|this{_S}coming|this|last|next|past|coming)"
_SPANNING = f"(?:in|over|during|within|throughout){_S}"
_QUARTER = (
    f"(?:the{_S})?(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th){_S}"
    rf"(?P<part>quarter|half){_S}of{_S}(?:(?P<year>{_YEAR})|(?P<relative>this|last|next){_S}year\b)"
)
_BESIDE = (
    f"(?:(?:on|in|at|during){_S})?(?:(?:early|earlier|late|later){_S}(?:on{_S})?)?"
    f"(?:(?:the{_S})?(?P<side>following|previous|preceding|same)|(?P<that>that(?:{_S}same)?)"
    f"|(?:the{_S})?(?P<next>next)(?={_S}(?:day|{_PART})))"
)
_AFTERWARDS = (
    rf"(?:after|before|later|earlier|prior|previously|afterwards|beforehand)\b(?!{_S}another)"
)

# "Before dawn on Tuesday" and "before 5 a.m. on Tuesday" are on Tuesday; "before Tuesday" is not.
_HOUR = r"[0-9]{1,2}(?:[:.][0-9]{2}(?![0-9.])|(?:[:.][0-9]{2})?\s?[ap]\.?m)"
_NO_PART = rf"(?!(?:the{_S})?{_PART}\b|{_HOUR})"

SHAPES = {
    "open": rf"(?:(?P<open>since|until|till)|(?P<by>by)(?={_S}{_NO_PART})){_S}(?P<inner>.+)",
    "about": f"(?:about|around|approximately|circa|some{_S}?time{_S}in){_S}{_NO_PART}(?P<inner>.+)",
    "week_of": f"the{_S}(?P<unit>week|weekend){_S}of{_S}(?P<inner>.+)",
    "iso": (
        "(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
        r"(?:[t\s][0-9:.]{2,15}(?:z|[+-][0-9:]{2,5})?)?"
    ),
    "numeric": "(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})[-/.](?P<year>[0-9]{2,4})",
    "season_years": f"(?P<year>[12][0-9]{{3}})(?:{_DASH}|/)(?P<next>[0-9]{{2}})",
    "lone_day": f"(?P<day>{_DAY})(?:,?{_S}(?P<year>{_YEAR}))?",
    "day_month": (
        f"(?:(?P<weekday>{_WEEKDAY}|{_SHORT_WEEKDAY}),?{_S})?(?:the{_S})?(?P<day>{_DAY})"
        f"(?:{_S}of{_S}|{_S}|-)(?P<month>{_MONTH})(?:(?:,?{_S}|-)(?P<year>{_YEAR}))?"
    ),
    "month_day": (
        f"(?:(?P<weekday>{_WEEKDAY}|{_SHORT_WEEKDAY}),?{_S})?(?P<month>{_MONTH}){_S}(?:the{_S})?"
        f"(?P<day>{_DAY})(?:(?:,{_S}|,|{_S})(?P<year>{_YEAR}))?"
    ),
    "range": (
        f"(?:(?:from|between){_S})?(?P<left>{_ATOM})(?:{_TO}|(?P<both>{_AND})"
        f"|(?:{_AFTER_DAY})?{_INTO}(?:{_BEFORE_DAY})?)(?P<right>{_ATOM})"
    ),
    "month": (
        f"{_EDGED}(?:(?P<relative>last|next|this){_S})?(?P<month>{_MONTH})"
        f"(?:(?:,?{_S}|{_S}of{_S})(?P<year>{_YEAR}))?"
    ),
    "year": f"{_EDGED}(?P<year>{_YEAR})",
    "decade": f"(?:the{_S})?{_EDGED}(?:the{_S})?(?P<decade>[12][0-9]{{2}})0{_APOS}?s",
    "quarter": _QUARTER,
    "short_quarter": f"q(?P<nth>[1-4])(?:{_S}|,{_S})(?P<year>{_YEAR})",
    "season": f"(?:(?:the|this|last|next){_S})?{_SEASON}",
    "year_of_date": (
        f"(?P<inner>(?:{_WEEKDAY},?{_S})?{_DATED}|(?:{_EDGE}{_JOIN})?{_MONTH})"
        f",?{_S}(?:of{_S})?"
        f"(?P<relative>last|this|next){_S}year"
    ),
    "holiday": (
        f"(?P<holiday>new{_S}year|christmas|boxing)(?:{_APOS}?s)?{_S}(?P<eve>day|eve)"
        f"(?:,?{_S}(?P<year>{_YEAR}))?"
    ),
    "weekday_date": f"(?P<weekday>{_WEEKDAY}),?{_S}(?:the{_S})?(?P<day>{_DAY})",
    "weekday_before_last": f"the{_S}(?P<weekday>{_WEEKDAY}){_S}before{_S}last",
    "weekday_ago": (
        f"(?P<count>{_COUNT}){_S}weeks?{_S}ago,?{_S}(?:on{_S})?(?:(?P<weekday>{_WEEKDAY})|today)"
    ),
    "weekday_on": f"(?P<count>{_COUNT}){_S}weeks?{_S}from{_S}(?P<weekday>{_WEEKDAY})",
    "weekday_of_week": (
        f"(?P<weekday>{_WEEKDAY}),?{_S}(?:of{_S})?(?P<relative>last|this|next){_S}week"
    ),
    "week_weekday": (
        f"(?P<relative>last|this|next){_S}week,?{_S}(?:on{_S})?(?P<weekday>{_WEEKDAY})"
    ),
    "weekday": f"(?:(?P<relative>{_NEAREST}){_S})?(?P<weekday>{_WEEKDAY}|{_SHORT_WEEKDAY})",
    "day_word": f"(?P<word>{_DAY_WORD})",
    "unit": (
        f"(?:{_EDGED}(?P<relative>this|last|next)|(?P<edge_of>{_EDGE}){_S}the){_S}(?P<unit>{_WHOLE})"
    ),
    "weekend": (
        f"(?:(?P<relative>the{_S}past|the{_S}coming|the{_S}next|the{_S}last|{_NEAREST}|the){_S})"
        "weekend"
    ),
    "beside": rf"{_BESIDE}{_S}(?:(?P<unit>day|{_WHOLE})|(?P<part>{_PART})|(?P<weekday>{_WEEKDAY}))",
    "before_last": f"the{_S}(?P<unit>{_WHOLE}){_S}before{_S}last",
    "rolling": (
        f"(?:(?:the|this){_S}|(?=past|coming))(?P<way>past|last|next|coming){_S}(?:(?P<count>{_COUNT}){_S})?"
        f"(?P<unit>{_UNITS})s?"
    ),
    "ago": f"{_HOW_MANY}{_S}ago",
    "from_now": f"(?:in{_S})?{_HOW_MANY}(?:{_APOS}?{_S}time|{_S}from{_S}(?:now|today))",
    "ahead": f"(?:in|within){_S}{_HOW_MANY}",
    "apart": f"{_HOW_MANY}{_S}(?P<way>{_AFTERWARDS})(?:{_S}(?P<inner>.+))?",
    "day_after": (
        f"the{_S}(?:very{_S})?(?P<unit>day|{_WHOLE}|{_PART}){_S}(?P<way>after|before)"
        f"(?:{_S}(?P<inner>.+))?"
    ),
    "vague_apart": f"{_UNITS}s{_S}(?:after|before|later|earlier|prior|afterwards)(?:{_S}.+)?",
    "vague": (
        f"(?:recently|lately|these{_S}days|(?:{_UNITS}s|long|some{_S}time|a{_S}while){_S}ago"
        f"|(?:half{_S})?(?:{_COUNT}{_S})?centur(?:y|ies){_S}ago|on{_S}the{_S}eve{_S}of(?:{_S}.+)?"
        f"|(?:the{_S})?(?:recent|coming|past|last|next){_S}(?:{_VAGUE}{_S})?{_UNITS}s?)"
    ),
    "bounded": f"(?:before|after|ahead{_S}of|prior{_S}to|following){_S}{_NO_PART}(?P<inner>.+)",
}
"""Name of a shape -> its source, tried in this order on a whole phrase."""

_PEELS = (
    f"^{_BEFORE_DAY}",
    f"{_AFTER_DAY}$",
    f"^(?:on|in|at|over|during|within|throughout|from|for|of|near|towards?|the|as{_S}of){_S}",
    f"^(?:(?:at|around|about|by|before|after){_S})?{_CLOCK},?{_S}(?=on{_S}|{_WEEKDAY}|today|yesterday)",
    f",?{_S}local{_S}time$",
    f"^(?:starting|beginning|effective|month{_S}of|year){_S}(?={_MONTH}|{_YEAR}|{_WEEKDAY})",
    f",?{_S}at{_S}(?:(?:around|about){_S})?{_CLOCK}$",
)
# Counted things and hours: neither "in 2000 people" nor "since 1700 GMT" has a year.
_COUNTED = (
    f"(?!{_S}(?:people|civilians|men|women|children|families|troops|soldiers|police|fighters"
    "|homes|houses|jobs|votes|points|dollars|euros|pounds|metres|meters|feet|miles|km|tons|tonnes"
    "|gmt|utc|hours|local))"
)
# Names with a weekday in them, which say nothing about when.
_NAMED_BEFORE = "".join(
    rf"(?<!\b{word} )"
    for word in "black bloody super good easter palm ash holy cyber fat whit every each any".split()
)
_NAMED_NEW_YEAR = "".join(
    rf"(?<!\b{word} )"
    for word in "lunar chinese orthodox coptic persian jewish tamil old thai kurdish".split()
)
_NAMED_AFTER = rf"\b(?!{_S}(?:times|telegraph|mirror|herald|league)\b)"


# What a phrase may begin with, down to the word that makes it a date. Looked for first: the
# full pattern is tried only where this fits, which makes a search of prose three times as fast.
_OPENINGS = (
    "a an the this that these in on at by of to and since until till from between over during "
    "within throughout early earlier late later mid end start beginning middle close shortly just "
    "soon before after around about circa near nearly almost roughly approximately towards toward "
    "some several many few couple number handful dozens more less fewer than under up least most "
    "only exactly very past last next coming following previous preceding same long while time "
    "first second third fourth final 1st 2nd 3rd 4th"
)
_CORES = (
    f"{_WEEKDAY}|{_SHORT_WEEKDAY}|{_MONTH}|{_UNITS}|{_PART}|today|yesterday|tomorrow|tonight"
    "|overnight|weekend|ago|recent|lately|quarter|half|spring|summer|autumn|fall|winter|q[1-4]"
    f"|christmas|boxing|new{_S}year"
    "|[12][0-9]{3}|[0-9]{1,2}[/.-][0-9]"
)


def _join_words(words: Iterable[str]) -> str:
    """Source of any of the words, by first letter: a search takes a quarter less time."""
    rests = defaultdict[str, list[str]](list)
    for word in dict.fromkeys(words):
        rests[word[0]].append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())


_SKELETON = (
    rf"(?:(?:(?:{_join_words([*_OPENINGS.split(), *COUNTS])})\b"
    rf"|[0-9]{{1,4}}(?:st|nd|rd|th)?)(?:{_JOIN}|/)){{0,10}}(?:{_CORES})"
)


def _join_moments(to: str) -> str:
    """Source of two moments with `to` between them; either may lean on the other's month."""
    return (
        f"(?:{_MOMENT}{to}{_MOMENT}|{_DAY}{to}{_DAY_MONTH}"
        f"|{_MONTH_DAY}{to}{_DAY}(?:,?{_S}{_YEAR})?)"
    )


def _list_findable() -> list[str]:
    """Sources of what running text is searched for; at one place the first that fits wins."""
    by = f"(?:(?:since|until|till|by){_S})?"
    inside = f"(?:(?:in|during|throughout|since|until|till|by){_S})"
    at_edge = f"(?:(?:at|by|from|near|towards?|in|since|until|during){_S})?"
    years = rf"(?:{_S}(?:to|until){_S}|{_DASH})"
    day = (
        f"(?:{SHAPES['weekday_of_week']}|{SHAPES['week_weekday']}"
        f"|{_SHORT_WEEKDAY},?{_S}{_DATED}|{_DATED}(?:{_OF_YEAR})?"
        f"|(?:{_NEAREST}{_S})?{_NAMED_BEFORE}{_WEEKDAY}(?:,?{_S}{_DATED}|,?{_S}the{_S}{_ORDINAL}|{_NAMED_AFTER})"
        f"|{_DAY_WORD})"
    )
    return [
        f"between{_S}{_join_moments(_AND)}",
        f"(?:(?:from|on|in){_S})?(?:{_BEFORE_DAY})?{_join_moments(_TO)}",
        f"(?:between{_S}{_YEAR}{_AND}|(?:from|in|during){_S}{_YEAR}{years}){_YEAR}",
        f"(?:in|during|since){_S}[12][0-9]{{3}}(?:{_DASH}|/)[0-9]{{2}}(?![0-9])",
        f"(?:(?:on|since|until|by){_S})?(?:{_ISO}|{_NUMERIC})",
        f"{_WEEKDAY}(?:{_AFTER_DAY})?{_INTO}(?:{_BEFORE_DAY})?{_WEEKDAY}(?:{_AFTER_DAY})?",
        f"(?:on{_S})?{by}(?:{_BEFORE_DAY})?{day}(?:{_AFTER_DAY})?",
        f"(?:on{_S})?{by}{_NAMED_NEW_YEAR}{_HOLIDAY}(?:{_AFTER_DAY})?",
        f"{_COUNT}{_S}weeks?{_S}(?:ago,?{_S}(?:(?:on{_S})?{_WEEKDAY}|today)|from{_S}{_WEEKDAY})",
        f"(?:on{_S})?the{_S}{_WEEKDAY}{_S}before{_S}last",
        (
            f"(?:{_SPANNING}|(?<!for ))(?:the|this){_S}(?:past|coming){_S}"
            rf"(?:{_COUNT}{_S})?{_UNITS}s?\b(?!{_S}of\b)"
        ),
        f"{_SPANNING}(?:the|this){_S}(?:last|next){_S}(?:{_COUNT}{_S})?{_UNITS}s?\\b(?!{_S}of\\b)",
        rf"{_SPANNING}(?:the{_S})?(?:recent|coming|past|last|next){_S}(?:{_VAGUE}{_S})?{_UNITS}s\b",
        SHAPES["ago"],
        f"(?:in{_S})?{_HOW_MANY}(?:{_APOS}?{_S}time|{_S}from{_S}(?:now|today))",
        f"{_HOW_MANY}{_S}{_AFTERWARDS}",
        SHAPES["beside"],
        SHAPES["before_last"],
        f"(?:on{_S})?the{_S}(?:very{_S})?(?:day|{_WHOLE}|{_PART}){_S}(?:after|before)(?!{_S}last)",
        f"{_UNITS}s{_S}(?:after|before|later|earlier|prior|afterwards)\\b",
        (
            f"(?<!\\bas )recently|lately|these{_S}days"
            rf"|(?:{_UNITS}s|long|some{_S}time|a{_S}while){_S}ago"
        ),
        f"the{_S}(?:week|weekend){_S}of{_S}(?:{_MONTH_DAY}{_TO}{_DAY}(?:,?{_S}{_YEAR})?|{_DATED})",
        f"{at_edge}{_QUARTER}|(?:in{_S})?{SHAPES['short_quarter']}",
        f"{by}(?:in{_S})?{SHAPES['decade']}",
        (
            f"(?:{at_edge}{_EDGE}{_JOIN}(?:this|last|next|the)|{by}(?<!the )(?:this|last|next))"
            rf"{_S}{_WHOLE}\b"
        ),
        (
            f"(?:(?:over|at|on|during|since|until|by){_S})?{SHAPES['weekend']}"
            rf"(?!{_S}(?:of|after|before)\b)"
        ),
        f"{inside}?(?:(?:the|this|last|next){_S})?{_SEASON}(?<=[0-9])",
        f"(?:this|last|next){_S}(?:spring|summer|autumn|fall|winter)\\b",
        f"(?:{at_edge}{_EDGE}{_JOIN}|{inside}?)(?:{_MONTH_YEAR}|{_MONTH}{_OF_YEAR})",
        (
            f"(?:{at_edge}{_EDGE}{_JOIN}|(?:in|during|throughout|since|until|till){_S}|(?:last|next){_S}"
            f"|this{_S}(?!may)|by{_S}(?={_SURE_MONTH}|march|august)){_MONTH}"
        ),
        _SURE_MONTH,
        (
            f"(?:{at_edge}{_EDGE}{_JOIN}|{inside}|circa{_S}|(?<=\\bthe )|(?<=\\bbefore )"
            f"|(?<=\\bafter ))(?=1[5-9]|20){_YEAR}(?!{_DASH}[0-9]){_COUNTED}"
        ),
    ]


@cache
def compile_finder() -> re.Pattern[str]:
    """Return the pattern that finds a date phrase in English text in lower case."""
    nameless = (re.sub(r"\(\?P<[a-z_]+>", "(?:", source) for source in _list_findable())
    return re.compile(
        rf"(?<!\w)(?<![0-9][.,/:-])(?={_SKELETON})(?:{'|'.join(nameless)})"
        rf"(?:{_APOS}s\b|(?<=s){_APOS})?(?!\w)"
    )


@cache
def compile_cores() -> re.Pattern[str]:
    """Return the pattern of the words one of which every phrase of the finder holds."""
    return re.compile(rf"(?<!\w)(?:{_CORES})")


@cache
def compile_openings() -> re.Pattern[str]:
    """Return the pattern of a piece of text after which, and a blank, a phrase may go on."""
    words = _join_words([*_OPENINGS.split(), *COUNTS, "new"])
    return re.compile(rf"(?:{words}|[0-9](?:st|nd|rd|th)?)\Z")


@cache
def compile_homographs() -> re.Pattern[str]:
    """Return the pattern of names of months and weekdays that need a capital to be one."""
    return re.compile(
        rf"\b(?:may|march|april|june|august|{_SHORT_MONTH}"
        r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b"
    )


@cache
def compile_shapes() -> dict[str, re.Pattern[str]]:
    """Return `SHAPES` compiled, in the same order."""
    return {name: re.compile(source, re.DOTALL) for name, source in SHAPES.items()}


@cache
def compile_peels() -> tuple[re.Pattern[str], ...]:
    """Return what may be taken from a phrase without changing the days it names."""
    return tuple(re.compile(source) for source in _PEELS)
