"""What a single line says of itself: caption, boilerplate, heading, byline, agency credit.

Each line is judged alone, by its own words; what its neighbours make of it is for `segments`.
"""

from __future__ import annotations

import re

from summarizer.sentences import Line, Span
from summarizer_schemas.article import SegmentKind

_AGENCIES = (
    "Thomson Reuters|Reuters|The Associated Press|Associated Press|AP|Agence France[- ]Presse|AFP"
    "|Deutsche Presse-Agentur|dpa|DPA|Xinhua|TASS|Interfax|ANSA|EFE|UPI|Bloomberg(?: News)?|Kyodo"
    "(?: News)?|Yonhap|Jiji(?: Press)?|Anadolu(?: Agency)?|AAP|PTI|Press Trust of India|ANI|IANS"
    "|PA Media|Press Association|The Canadian Press|Canadian Press|BBC(?: News)?|CNN|ABC(?: News)?"
    "|CBC(?: News)?|NBC News|CBS News|NPR|Al Jazeera|Deutsche Welle|DW|VOA|RFE/RL|RNZ|Belga|Lusa"
    "|Ritzau|NTB|IRNA|WAM|Bernama|Antara|Sputnik|RIA Novosti"
    "|رويترز|新华社|路透社|法新社|共同通信|時事通信|ТАСС|РИА Новости|Интерфакс"
)
AGENCY_LIST = rf"(?:{_AGENCIES})(?:\s*(?:/|,|&|\band\b|\bwith\b|-|–|\|)\s*(?:{_AGENCIES}))*"
_AGENCY_NAME = re.compile(rf"\b(?:{_AGENCIES})\b")
AGENCY_IN_BRACKETS = re.compile(rf"\((?:{_AGENCIES})\)")
_AGENCY_LINE = re.compile(
    rf"[(\[]?\s*(?:[-–—]+\s*)?(?:sources?\s*:\s*|via\s+)?(?P<agency>{AGENCY_LIST})\s*[)\]]?\.?\Z",
    re.IGNORECASE,
)
# At the end of the last paragraph: "… he said. (AFP)", "… he said. Reuters".
_AGENCY_TAIL = re.compile(
    rf"[.!?][\"”’)]*\s+(?P<credit>[(\[—–-]*\s*(?P<agency>{AGENCY_LIST})[)\]]?)\Z"
)
_TAIL_REACH = 80  # longest such credit, so that a long paragraph is not searched whole
_CREDIT_OPENING = re.compile(
    r"[-–—(\[*]*\s*(?:sources?\s*:"
    r"|(?:(?:additional|further|with additional)\s+)?(?:reporting|writing|editing|compiled|edited"
    r"|written|produced|translation|translated|reported)(?:\s+and\s+\w+)?\s+by\b"
    r"|with\s+(?:files|reporting|inputs?|contributions|agency\s+inputs?|wires?)\b"
    r"|with\s+agencies\b)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(r"\bcontributed to this (?:report|story|article)\b", re.IGNORECASE)
_BYLINE = re.compile(r"By\s+(?=[^\W\d_a-z])|BY\s+(?=[A-Z])")
# Lower-case words a list of names may hold; any other makes the line prose.
_NAME_GLUE = frozenset(
    "and in by from for with the of at de da di van von der el al bin ben"
    " additional reporting editing writing compiled files staff agencies".split()
)

KEY_HEADING = re.compile(
    r"(?:the\s+)?(?:key\s+(?:points|takeaways|facts|findings|highlights|developments)"
    r"|(?:main|top)\s+(?:points|takeaways)|takeaways|(?:story\s+|article\s+)?highlights"
    r"|in\s+(?:short|brief)|at\s+a\s+glance|summary|tl;?dr|quick\s+read|fast\s+facts"
    r"|what\s+(?:we|you\s+need\s+to)\s+know(?:\s+so\s+far)?|what\s+to\s+know)\s*:?\Z",
    re.IGNORECASE,
)
GLUED_BULLET = re.compile(r"[-–—*]|(?:[0-9]{1,2}|[a-h])[.)]\s")

_CAPTION = re.compile(
    r"(?i:(?:file\s+)?(?:photo|image|picture|photograph|video|caption)(?:\s+credit)?\s*:)"
    r"|FILE\s*(?:PHOTO\b|[:–—-]\s)"
)
_PICTURE_CREDIT = re.compile(
    r"REUTERS/[A-Z]|\((?:AP|AFP) Photo\b"
    r"|(?:[/|(©]|\bvia|(?i:\b(?:credit|photo|image)s?\s*(?:by\b|:)))"
    r"[^/|()]{0,40}\b(?:Getty Images|Shutterstock|AFP|Reuters|EPA|AP)[^\w.]*\Z"
    r"|\A(?:\w+ ){0,4}Getty Images\Z"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_BOILERPLATE = re.compile(
    r"(?:read\s+(?:more|also|next|now)|also\s+read|see\s+also|watch|listen|recommended"
    r"|related(?:\s+(?:articles|stories|coverage|news|topics|links|content))?)\s*:"
    r"|(?:advertise?ment|sponsored(?:\s+content)?|read\s+(?:more|also|next)|share|comments"
    r"|related\s+(?:articles|stories|coverage|news|topics|links|content)|loading"
    r"|continue\s+reading|skip\s+to\s+\w+(?:\s+content)?|back\s+to\s+top"
    r"|(?:story|article)\s+continues\s+below(?:\s+advertise?ment)?|recommended\s+stories)\W*\Z"
    r"|(?:sign\s+up|subscribe)\b.{0,80}\b(?:newsletters?|alerts|updates|e-?mails?|inbox|briefing"
    r"|podcast|channel)\b"
    r"|subscribe\s+(?:now|today)\b"
    r"|follow\s+(?:us|me)\s+on\b|follow\s+[\w@.\s]{1,40}\s+on\s+(?:twitter|x|facebook|instagram"
    r"|telegram|whatsapp|linkedin|youtube)\b"
    r"|share\s+(?:this\s+(?:article|story|page|post)|on\s+\w+\W*\Z)"
    r"|click\s+here\b"
    r"|(?:©|copyright\s+(?:©|\(c\)|[0-9]{4}))"
    r"|(?:we\s+use|this\s+(?:web)?site\s+uses|by\s+(?:continuing|clicking))\b.{0,100}\bcookies\b"
    r"|(?:accept|manage|reject)\s+(?:all\s+)?cookies|cookie\s+(?:policy|settings|notice)\W*\Z"
    r"|(?:first\s+)?(?:published|updated|last\s+updated|posted)(?:\s+(?:on|at))?\s*:?\s+"
    rf"(?:[a-z]{{3,6}}day,?\s+)?(?:[0-9]{{1,4}}\b|{_MONTH}\s+[0-9]).{{0,60}}\Z",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\ball rights reserved\W*\Z", re.IGNORECASE)
_BARE_DATE = re.compile(
    rf"(?:[A-Z][a-z]+day,?\s+)?(?:{_MONTH}\s+[0-9]{{1,2}},?|[0-9]{{1,2}}\s+{_MONTH},?)\s+[0-9]{{4}}"
    r"(?:[,\s]+[0-9]{1,2}[:.][0-9]{2}\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?\Z",
    re.IGNORECASE,
)
_NOTE_WORDS = 40  # an editorial note is short; a longer line is prose whatever it opens with


def find_notice(text: str, line: Line) -> SegmentKind | None:
    """Recognise a caption or boilerplate line by its own words."""
    start, end, _ = line
    if end - start > 400:
        return None
    if _CAPTION.match(text, start, end):
        return "caption"
    words = text[start:end]
    if _BOILERPLATE.match(words) or _BARE_DATE.match(words) or _RIGHTS.search(words):
        return "boilerplate" if len(words.split()) <= _NOTE_WORDS else None
    if _AGENCY_LINE.match(words) or _CREDIT_OPENING.match(words):
        return None
    if _AGENCY_TAIL.search(words[-_TAIL_REACH:]):
        return None
    return "caption" if _PICTURE_CREDIT.search(words) else None


def is_byline(text: str, line: Line, most_words: int) -> bool:
    """Tell whether a line names the author or the agency and says nothing else."""
    words = text[line.start : min(line.end, line.start + 120)]
    if _AGENCY_LINE.match(words):
        return True
    short = len(words) <= 100 and len(words.split()) <= most_words and words[-1] not in ".!?:"
    return short and bool(_BYLINE.match(words)) and _holds_only_names(words[2:])


def _holds_only_names(words: str) -> bool:
    """Tell whether every word is capitalised or one that joins names."""
    found = re.findall(r"[^\W\d_][\w'’-]*", words)
    return len(found) <= _NOTE_WORDS and all(
        not word[0].islower() or word in _NAME_GLUE for word in found
    )


def find_credit(text: str, line: Line) -> tuple[bool, Span | None]:
    """Tell whether a closing line is a credit, and where it names its agency."""
    start, end, _ = line
    if end - start > 300:
        return False, None
    words = text[start:end]
    match = _AGENCY_LINE.match(words)
    if match:
        return True, Span(start + match.start("agency"), start + match.end("agency"))
    opening = _CREDIT_OPENING.match(words)
    if opening:
        is_credit = _holds_only_names(words[opening.end() :])
    else:
        is_credit = bool(_CONTRIBUTED.search(words)) and len(words.split()) <= _NOTE_WORDS
    if not is_credit:
        return False, None
    named = _AGENCY_NAME.search(words)
    return True, Span(start + named.start(), start + named.end()) if named else None


def find_inline_credit(text: str, line: Line) -> tuple[int, Span] | None:
    """Find a credit that closes the last paragraph after its last full stop."""
    begin = max(line.start, line.end - _TAIL_REACH)
    match = _AGENCY_TAIL.search(text, begin, line.end)
    return (match.start("credit"), Span(*match.span("agency"))) if match else None
