"""Why something was not accepted, in words a model can act on."""

from __future__ import annotations

_WORDS = {
    # a quote, or words of a field
    "empty_quote": "the quote is empty",
    "not_found": "these words do not stand in the article; copy them letter by letter",
    "masked": "these words stand only in a part that may not be used",
    "several_spans": "the quote joins words from several places; give each its own quote",
    "ungrounded": "no quote of it stands in the article",
    "empty": "the sentence is empty",
    # a quote that is nearly there
    "number_changed": "the article has another number there",
    "negation_changed": "the article denies it, or does not",
    "weekday_changed": "the article has another weekday there",
    "month_changed": "the article has another month there",
    "currency_changed": "the article has another currency there",
    "unit_changed": "the article has another unit there",
    "name_changed": "the article has another name there",
    "outcome_changed": "the article counts another outcome there",
    "direction_changed": "the article says who did it to whom the other way round",
    # a sentence that says more than its quotes
    "number_missing": "its quotes do not hold this number",
    "number_noun_changed": "its quotes count something else with this number",
    "qualifier_changed": "its quotes say more or less of this number: at least, up to, about",
    "name_missing": "its quotes do not hold this name",
    "weekday_missing": "its quotes do not hold this weekday",
    "month_missing": "its quotes do not hold this month",
    "date_missing": "its quotes do not hold this date",
    "claimant_missing": "its quotes only have somebody say so; the sentence must say who",
    "too_long": "the sentence has more than 35 words",
    # fields
    "name_not_in_words": "the name does not stand within the party's text",
    "country_not_in_article": "the article does not name this country",
    "mode_not_of_type": "the type has no such mode",
    "no_such_event": "the link leads to no event of the answer",
    "no_number": "these words are no number",
    "not_a_date": "these words tell no time",
    "cue_not_in_quote": "the cue does not stand in the quote of the claim",
}


def explain_reason(reason: str) -> str:
    """Returns a reason in plain words.

    Args:
        reason: a code of the library, alone or followed by a colon and the words it is about;
            or words, which are returned as they are.

    Example:
        >>> explain_reason("number_missing: 13")
        'its quotes do not hold this number: 13'
        >>> explain_reason("the quote belongs to another event")
        'the quote belongs to another event'
    """
    code, colon, words = reason.partition(": ")
    return f"{_WORDS.get(code, code)}{colon}{words}"
