"""How many, what became of them, and who says so: figures with their claimants."""

from __future__ import annotations

from summarizer.attribution import ClaimMention, find_claims
from summarizer.figures import FigureMention, find_figures
from summarizer.parties import Cast, PartyReading
from summarizer.textmap import TextMap
from summarizer_schemas.record import Evidence, Figure, FigureStatus, Party


class Speakers:
    """Whose words stand at a place of one text, by the text's own attributions."""

    def __init__(self, text: TextMap, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self._claims: dict[int, list[ClaimMention]] = {}

    def find_claim(self, at: int) -> ClaimMention | None:
        """Returns the attribution whose content stands at this offset, if there is one.

        Of two, one within the other, it is the inner: in "X said Y had counted nine" the nine
        are Y's.
        """
        sentence = self._text.sentence_at(at)
        if sentence is None:
            return None
        if sentence.index not in self._claims:
            self._claims[sentence.index] = find_claims(
                self._text.text, sentence.start, sentence.end, cased=self._cast.cased
            )
        found: ClaimMention | None = None
        for claim in self._claims[sentence.index]:
            if claim.claimant is None or not _holds(claim, at):
                continue
            if found is None or claim.content_start > found.content_start:
                found = claim
        return found

    def find(self, at: int) -> tuple[Party, ...]:
        """Returns who says what stands at this offset; nobody where the text itself does."""
        claim = self.find_claim(at)
        if claim is None or claim.claimant is None:
            return ()
        return make_parties(
            claim.claimant, self._cast.identify(claim.claimant, claim.claimant_start)
        )


def _holds(claim: ClaimMention, at: int) -> bool:
    first, last = claim.more or (0, 0)
    return claim.content_start <= at < claim.content_end or first <= at < last


def make_parties(words: str, reading: PartyReading) -> tuple[Party, ...]:
    """Returns the party that these words name; several where "both countries" stands for two."""
    return tuple(
        Party(
            text=words,
            name=one.name,
            kind=one.kind,
            role=one.role,
            organisation=one.organisation,
            country=one.country,
            sector=one.sector,
        )
        for one in reading.members or (reading,)
    )


def parse_figures(text: str | TextMap) -> list[Figure]:
    """Returns the numbers of people of a text: bounds, measure, group, part of what, claimant.

    Rival tolls stand side by side, each with the one who gives it; none is added up. "Raising
    the toll to 17" makes 17 the figure, and what it was before a part of it. "No one was hurt"
    is a figure of 0; a text that gives no number gives no figure.

    Args:
        text: a sentence or a whole article.

    Example:
        >>> found = parse_figures("Vantia said at least nine people died, four of them children.")
        >>> [(one.measure, one.low, one.best, one.high, one.subset_of) for one in found]
        [('killed', 9, 9, None, None), ('killed', 4, 4, 4, 0)]
        >>> found[0].claimants[0].text, found[0].status
        ('Vantia', 'claimed')
    """
    map_ = text if isinstance(text, TextMap) else TextMap(text)
    speakers = Speakers(map_, Cast(map_))
    return [_make(map_, mention, speakers) for mention in find_figures(map_.text)]


def _make(text: TextMap, mention: FigureMention, speakers: Speakers) -> Figure:
    claim = speakers.find_claim(mention.start)
    start = min(mention.start, mention.cue_start)
    end = max(mention.end, mention.cue_end)
    if claim:
        # The one who says so is part of what bears the figure out, before it or after it.
        start = min(
            start,
            claim.cue_start,
            claim.cue_start if claim.claimant_start is None else claim.claimant_start,
        )
        end = max(end, claim.cue_end, claim.claimant_end or claim.cue_end)
    status: FigureStatus = "asserted"
    if claim:
        status = "denied" if claim.stance == "denies" else "claimed"
    amount = mention.amount
    return Figure(
        measure=mention.measure,
        low=amount.low,
        best=amount.best,
        high=amount.high,
        qualifier=amount.qualifier,
        text=mention.text,
        group=mention.group,
        subset_of=mention.subset_of,
        status=status,
        claimants=speakers.find(mention.start),
        evidence=(
            Evidence(
                quote=text.text[start:end],
                start=start,
                end=end,
                segment=text.segment_at(start).kind,
            ),
        ),
    )
