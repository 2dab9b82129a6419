"""What a judge is asked about, what it answers, and what is kept of that."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from pydantic import ConfigDict, Field

from summarizer_schemas.base import Record
from summarizer_schemas.result import Failure, Usage

Label = Literal["supported", "contradicted", "not_in_article", "unsure"]
"""What may be said of an item, by a judge as by an annotator."""
LABELS: tuple[Label, ...] = get_args(Label)
ItemKind = Literal["key point", "event"]


class Verdict(Record):
    """Whether the article says what the item says."""

    # A field too many is no reason to lose an answer; the strict form is closed all the same.
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    quote: str
    """Verbatim words of the article that decide; "" when none do."""
    verdict: Label
    reason: str
    """One sentence of at most 20 words."""


class Item(Record):
    """One thing to be judged."""

    case: str
    kind: ItemKind
    item: str
    """`p1` for the first key point, the id of an event, or the text of a label itself."""
    text: str
    """What is judged: a sentence, or an event in one line."""
    epoch: int = 1
    """Of the run."""
    repeat: int = 1
    """Which asking this is, from 1."""

    @property
    def key(self) -> tuple[str, int, str, str, int]:
        """What tells it from every other one."""
        return self.case, self.epoch, self.item, self.text, self.repeat


class Judged(Record):
    """What became of one item: a verdict, or why there is none."""

    item: Item
    verdict: Label | None = None
    """`unsure` when the quote does not stand in the article, whatever was said."""
    said: Label | None = None
    """The verdict as the model gave it."""
    quote: str = ""
    """As the model gave it."""
    start: int | None = Field(default=None, ge=0)
    """Where it stands in the article."""
    reason: str = ""
    failure: Failure | None = None
    usage: Usage = Usage()
    replayed: bool = False

    @property
    def may_be_asked_again(self) -> bool:
        """Whether nobody answered: outage, budget; a refusal is an answer."""
        return self.failure is not None and self.failure.kind in ("provider", "budget")
