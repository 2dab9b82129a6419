"""Claim check: numbers, names and weekdays of a key point against its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.coverage import Flag, check_coverage

TOLL = "At least nine people, including four children, were killed in Norburg on Tuesday."
SAID = "Halden said on Monday that 12 soldiers were killed near the border with Velk."
MONEY = "The council of Norburg will spend 5 million euros on a bridge, up 40 percent."
TALKS = "Iran and Pakistan held talks in Geneva on January 16, 2024, Anna Velk said."
DENIED = "Vantia denied that its navy attacked the tanker. It did not confirm the route."
EVENTS = "Police wounded nine marchers and detained 30 others in Selm, officials said."
UP_TO = "Up to 30 homes burned and about 200 residents fled the hills above Selm."
MATCH = "Norburg beat Halden 3-1 in the final, after 6-4 and 2-0 wins in May 2019."

CLEAN: list[tuple[str, Sequence[str]]] = [
    ("At least 9 people were killed in Norburg on Tuesday, four of them children.", [TOLL]),
    ("Tuesday: at least nine dead in Norburg.", [TOLL]),
    ("On Tuesday at least nine people died in Norburg.", [TOLL]),
    ("4 children were among the dead in Norburg.", [TOLL]),
    ("Four of the dead in Norburg were children.", [TOLL]),
    ("A strike in Norburg left at least nine people dead.", [TOLL]),
    ("Norburg's dead include four children.", [TOLL]),
    ("Halden said a dozen soldiers were killed near the border with Velk.", [SAID]),
    ("Twelve soldiers were killed on Monday, Halden said.", [SAID]),
    ("According to Halden, 12 troops were killed.", [SAID]),
    ("Halden says twelve soldiers died at the Velk border.", [SAID]),
    ("Norburg will spend €5 million on a bridge.", [MONEY]),
    ("A 5m-euro bridge is planned in Norburg.", [MONEY]),
    ("Norburg plans a bridge for 5,000,000 euros, a rise of 40%.", [MONEY]),
    ("Spending rises forty per cent to five million euros.", [MONEY]),
    ("Iranian and Pakistani envoys met in Geneva on 16 January.", [TALKS]),
    ("Tehran and Islamabad held talks, Velk said.", [TALKS]),
    ("Talks took place on Jan. 16, 2024.", [TALKS]),
    ("Talks took place on the 16th of January.", [TALKS]),
    ("Velk said Iran held talks with Pakistan.", [TALKS]),
    ("The Iranians met the Pakistanis in January 2024.", [TALKS]),
    ("Vantia denied that its navy attacked a tanker.", [DENIED]),
    ("Vantia denied attacking the tanker.", [DENIED]),
    ("Vantia's navy did not attack the tanker, it said.", [DENIED]),
    ("Vantia rejected claims that it attacked the tanker.", [DENIED]),
    ("Officials said 30 others were detained in Selm.", [EVENTS]),
    ("Police wounded 9 marchers and detained thirty, officials said.", [EVENTS]),
    ("Nine were wounded and 30 detained, officials said.", [EVENTS]),
    ("As many as 30 homes burned above Selm.", [UP_TO]),
    ("Some 200 residents fled as up to thirty homes burned.", [UP_TO]),
    ("Fires burned up to 30 homes.", [UP_TO]),
    ("Norburg won the final 3-1 against Halden.", [MATCH]),
    ("Norburg beat Halden 3–1.", [MATCH]),
    ("The wins came in May 2019.", [MATCH]),
    ("The toll rose to 1.2 million.", ["The toll rose to 1,200,000 on Friday."]),
    ("About 1,200,000 voters turned out.", ["About 1.2 million voters turned out."]),
    ("Between 10 and 15 homes were lost.", ["The town lost 10-15 homes."]),
    ("The fund holds $5 million to $10 million.", ["The fund holds 5 to 10 million dollars."]),
    ("Both sides signed; two ministers met.", ["Both ministers met and the sides signed."]),
    ("One man was hurt.", ["A young man was hurt."]),
    ("The 12-year-old girl is safe.", ["The girl, who is 12 years old, is safe."]),
    ("The meeting starts at 5 p.m.", ["The meeting starts at 5pm."]),
    ("The meeting starts at 9:30 a.m.", ["It starts at 9.30am."]),
    ("The third round is on Friday.", ["Friday sees the 3rd round."]),
    ("Dozens were freed.", ["The army freed 36 hostages."]),
    ("Hundreds of thousands marched.", ["Police counted 300,000 marchers."]),
    ("The United States sent aid.", ["U.S. aid arrived."]),
    ("The UN sent aid.", ["The United Nations sent aid."]),
    ("Norburgers voted.", ["Voters in Norburg went to the polls."]),
    ("The Vantian navy sailed.", ["The navy of Vantia sailed."]),
    ("Leaders of the NDU met.", ["Leaders of the Norburg Defence Union met."]),
    ("Brandt met the mayor.", ["Anna Brandt met the mayor."]),
    ("The president met José Selm.", ["JOSE SELM met the president."]),
    ("Talks resume on Wednesday.", ["Talks resume Wed. in Halden."]),
    ("Talks resume in February.", ["Talks resume on Feb. 3."]),
    ("Talks were held on 3 February.", ["Date of talks: 2024-02-03."]),
    ("Talks run on 15 January.", ["Talks run on 15, 16 and 17 January."]),
    ("No one was hurt.", ["Nobody was hurt."]),
    ("The plan may march on.", ["The plan goes on."]),
    ("He was one of the best.", ["He was one of the best players."]),
    ("Two dozen ships left.", ["24 ships left."]),
    ("One hundred and five ships left.", ["105 ships left."]),
    ("Half a million ships left.", ["500,000 ships left."]),
    ("More than 40 ships left.", ["Over 40 ships left."]),
    ("The A320 landed.", ["An A320 jet landed."]),
    ("The 1990s were hard.", ["Life was hard in the 1990s."]),
    ("Halden’s army left.", ["The army of Halden left."]),
    ("A ship left Halden.", ["A ship left", "the port of Halden"]),
    ("Nine of the ships left Selm on Friday.", ["Nine ships left.", "Selm saw them go Friday."]),
    ("", [TOLL]),
    ("The ship left.", []),
]

FLAGGED: list[tuple[str, Sequence[str], list[str]]] = [
    ("At least 13 people were killed in Norburg.", [TOLL], ["number_missing: 13 people"]),
    ("At least nineteen people were killed.", [TOLL], ["number_missing: nineteen people"]),
    ("At least nine people, including five children, died.", [TOLL],
     ["number_missing: five children"]),
    ("Nine people were killed.", [TOLL], ["qualifier_changed: Nine people"]),
    ("Rebels freed 85 fighters.", ["They handed over 85 fighters, the rebels said."], []),
    ("Rebels freed 85 fighters.", ["Over 85 fighters left, rebels said."],
     ["qualifier_changed: 85 fighters"]),
    ("Up to nine people were killed.", [TOLL], ["qualifier_changed: nine people"]),
    ("At least nine children were killed.", [TOLL], ["number_noun_changed: nine children"]),
    ("At least nine people were wounded.", [TOLL], ["number_noun_changed: nine people"]),
    ("At least nine people died on Wednesday.", [TOLL], ["weekday_missing: Wednesday"]),
    ("At least nine people died in Selm.", [TOLL], ["name_missing: Selm"]),
    ("At least nine people died in Norburg in March.", [TOLL], ["month_missing: March"]),
    ("At least nine years passed in Norburg.", [TOLL], ["number_noun_changed: nine years"]),
    ("At least nine percent left Norburg.", [TOLL], ["number_noun_changed: nine percent"]),
    ("12 soldiers were killed near the Velk border.", [SAID], ["claimant_missing: 12 soldiers"]),
    ("Halden said 12 civilians were killed.", [SAID], ["number_noun_changed: 12 civilians"]),
    ("Halden said 12 soldiers were wounded.", [SAID, "Five were wounded."],
     ["number_noun_changed: 12 soldiers"]),
    ("Halden said 120 soldiers were killed.", [SAID], ["number_missing: 120 soldiers"]),
    ("Halden said 12 soldiers were killed on Sunday.", [SAID], ["weekday_missing: Sunday"]),
    ("Norburg will spend 5 million dollars.", [MONEY], ["currency_changed: 5 million dollars"]),
    ("Norburg will spend $5 million.", [MONEY], ["currency_changed: $5 million"]),
    ("Norburg will spend £5m.", [MONEY], ["currency_changed: £5m"]),
    ("Norburg will spend 5 billion euros.", [MONEY], ["number_missing: 5 billion euros"]),
    ("Norburg will spend 5 euros.", [MONEY], ["number_missing: 5 euros"]),
    ("Spending is up 40 million euros.", [MONEY], ["number_missing: 40 million euros"]),
    ("Spending is up by 14%.", [MONEY], ["number_missing: 14%"]),
    ("Spending is up for 40 people.", [MONEY], ["number_noun_changed: 40 people"]),
    ("Iran and Pakistan met on January 17.", [TALKS],
     ["date_missing: January 17"]),
    ("Iran and Pakistan met on 16 February.", [TALKS], ["month_missing: 16 February"]),
    ("Iran and Pakistan met in January 2023.", [TALKS], ["number_missing: 2023"]),
    ("Iran met Afghanistan.", [TALKS], ["name_missing: Afghanistan"]),
    ("The talks took place in Islamabad.", [TALKS], ["name_missing: Islamabad"]),
    ("The talks included Ministers Brandt and Velk.", [TALKS],
     ["name_missing: Ministers Brandt and Velk"]),
    ("The talks were led by Maria Velk.", [TALKS], ["name_missing: Maria Velk"]),
    ("Talks on January 16 drew sixteen envoys.", ["16 envoys met on January 15."],
     ["date_missing: January 16"]),
    ("Vantia's navy attacked the tanker.", [DENIED],
     ["negation_changed: navy attacked the tanker"]),
    ("Vantia confirmed the route.", [DENIED], ["negation_changed: confirmed"]),
    ("The tanker was not attacked.", ["The navy attacked the tanker."],
     ["negation_changed: attacked"]),
    ("Ships never reached Selm.", ["Ships reached Selm."], ["negation_changed: reached"]),
    ("Casualties were reported in Selm.", ["There were no casualties in Selm."],
     ["negation_changed: Casualties"]),
    ("Officials said nine marchers were detained.", [EVENTS],
     ["number_noun_changed: nine marchers"]),
    ("Police wounded nine marchers in Selm.", [EVENTS], ["claimant_missing: nine marchers"]),
    ("Police wounded 30 marchers, officials said.", [EVENTS],
     ["number_noun_changed: 30 marchers"]),
    ("Vantia hid the risks.", ["Vantia did not deny that it hid the risks, and did not pay."], []),
    ("Up to 30 people died.", [UP_TO], ["number_noun_changed: 30 people"]),
    ("30 homes burned above Selm.", [UP_TO], ["qualifier_changed: 30 homes"]),
    ("At least 30 homes burned.", [UP_TO], ["qualifier_changed: 30 homes"]),
    ("Exactly 200 residents fled.", [UP_TO], ["qualifier_changed: 200 residents"]),
    ("Norburg beat Halden 3-0.", [MATCH], ["number_missing: 3-0"]),
    ("Norburg beat Halden 2-1.", [MATCH], ["number_missing: 2-1"]),
    ("The wins came in June 2019.", [MATCH], ["month_missing: June"]),
    ("The attack was claimed by Jaish al-Adl.", ["JAA claimed the attack."],
     ["name_missing: Jaish al-Adl"]),
    ("The group, JAA, claimed it.", ["A group claimed it."], ["name_missing: JAA"]),
    ("JAA claimed it.", ["A group claimed it."], ["name_missing: JAA"]),
    ("The A330 landed.", ["An A320 jet landed."], ["number_missing: A330"]),
    ("The 1980s were hard.", ["Life was hard in the 1990s."], ["number_missing: 1980s"]),
    ("The meeting starts at 9:45.", ["The meeting starts at 9:30."], ["number_missing: 9:45"]),
    ("The fourth round is on Friday.", ["Friday sees the 3rd round."],
     ["number_missing: fourth round"]),
    ("Hundreds were freed.", ["The army freed 36 hostages."], ["number_missing: Hundreds"]),
    ("Thousands marched in 2019.", ["Dozens marched in 2019."], ["number_missing: Thousands"]),
    ("One man was hurt.", ["Three men were hurt."], ["number_missing: One man"]),
    ("9 people were killed.", ["19 people were killed."], ["number_missing: 9 people"]),
    ("nine people were freed.", ["Twenty-nine people were freed."],
     ["number_missing: nine people"]),
    ("2 million people were freed.", ["They said 1.2 million people were freed."],
     ["number_missing: 2 million people"]),
    ("nine people left.", ["A hundred and nine people left."], ["number_missing: nine people"]),
    ("Three hundred people left on Friday.", ["Three people left."],
     ["number_missing: Three hundred people", "weekday_missing: Friday"]),
    ("A ship left Halden with 40 men.", [], ["name_missing: Halden", "number_missing: 40 men"]),
    ("The toll is 1.3 million.", ["The toll is 1.2 million."], ["number_missing: 1.3 million"]),
    ("Interest rose 0.25 percent.", ["Interest rose 0.5 percent."],
     ["number_missing: 0.25 percent"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "evidence"), CLEAN)
def test_a_true_paraphrase_raises_no_flag(sentence: str, evidence: Sequence[str]) -> None:
    """Other words for the same numbers, names and days are covered."""
    assert [str(flag) for flag in check_coverage(sentence, evidence)] == []


@pytest.mark.parametrize(("sentence", "evidence", "flags"), FLAGGED)
def test_a_change_is_flagged_with_its_reason(
    sentence: str, evidence: Sequence[str], flags: list[str]
) -> None:
    """What the evidence does not hold is flagged, with the words of the sentence."""
    assert [str(flag) for flag in check_coverage(sentence, evidence)] == flags


WORDS = st.sampled_from(
    "the Halden Norburg army said at least people children were killed on Tuesday in January and "
    "not denied 12 1,200 $5 euros percent Velk “Selm” U.S. won’t co-operate A320 (the) Iran".split()
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)
MISSING = {"number_missing", "name_missing", "weekday_missing", "month_missing"}
SPELLED = "two three four five six seven eight nine ten eleven twelve thirteen twenty".split()
TEMPLATES = [
    "The army of Halden said {} soldiers were killed near Velk.",
    "At least {} people fled Norburg after the storm.",
    "Norburg will pay {} million euros for the bridge.",
    "The council met for {} hours in Selm, Anna Brandt said.",
    "Prices in Vantia rose {} percent this spring.",
    "Fires burned up to {} homes above the town.",
]


@given(words=st.lists(WORDS | st.text(min_size=1, max_size=8), min_size=1), data=st.data())
def test_a_verbatim_part_is_never_flagged(words: list[str], data: st.DataObject) -> None:
    """A slice of whole words of one quote is returned at once, whatever it says."""
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    slice_ = " ".join(words[first:last])
    assert check_coverage(slice_, ["Another quote.", " ".join(words)]) == ()


@given(
    template=st.sampled_from(TEMPLATES),
    number=st.integers(2, 10**7),
    place=st.integers(0, 9),
    digit=st.integers(1, 9),
)
def test_a_changed_digit_is_always_flagged(
    template: str, number: int, place: int, digit: int
) -> None:
    """One digit changed in a verbatim sentence raises a flag about the number."""
    old = f"{number:,}"
    at = place % len(old)
    new = old[:at] + str(digit) + old[at + 1 :]
    if old[at] in {",", str(digit)}:
        return
    flags = check_coverage(template.format(new), [template.format(old)])
    assert [flag.reason for flag in flags] == ["number_missing"]
    assert flags[0].words.startswith(new)


@given(
    template=st.sampled_from(TEMPLATES), old=st.sampled_from(SPELLED), new=st.sampled_from(SPELLED)
)
def test_a_changed_number_word_is_always_flagged(template: str, old: str, new: str) -> None:
    """Another number word in a verbatim sentence raises a flag, the same one none."""
    flags = check_coverage(template.format(new), [template.format(old)])
    assert [flag.reason for flag in flags] == ([] if new == old else ["number_missing"])


@given(sentence=TEXTS, evidence=st.lists(TEXTS, max_size=3), more=TEXTS)
def test_more_evidence_adds_nothing_missing(sentence: str, evidence: list[str], more: str) -> None:
    """No number, name or day goes missing because one more quote is cited."""
    before = {flag for flag in check_coverage(sentence, evidence) if flag.reason in MISSING}
    after = {flag for flag in check_coverage(sentence, [*evidence, more]) if flag.reason in MISSING}
    assert after <= before


@given(sentence=st.text() | TEXTS, evidence=st.lists(st.text() | TEXTS, max_size=3))
@example(sentence="\ud800 12\x00 ½ 5² " + "9" * 5000, evidence=["٣ İ " + "9" * 4000, "$", "-"])
@example(sentence="A 12 000 000 000 000 000 000", evidence=["1:2:3.4,5"])
def test_any_text_is_checked(sentence: str, evidence: list[str]) -> None:
    """Nothing raises, and the words of every flag stand in the sentence."""
    assert all(flag.words in sentence for flag in check_coverage(sentence, evidence))


@pytest.mark.parametrize(
    "part", ["Velk ", "9 ", "one a ", "a", "2-1 ", "Halden said nine killed. "]
)
def test_a_huge_text_is_checked(part: str) -> None:
    """Runs of one word on both sides come to an end in linear time."""
    sentence = "Norburg 13 " + part * (20_000 // len(part))
    flags = check_coverage(sentence, [part * (40_000 // len(part)) + "."])
    assert any(flag.reason == "number_missing" for flag in flags)


def test_flags_are_counted_by_reason() -> None:
    """What stands before the first colon of the stable form is the reason."""
    flag = Flag("name_missing", "Selm: the town")
    assert flag.code == str(flag)
    assert flag.code.split(":", 1)[0] == flag.reason
