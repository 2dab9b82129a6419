"""The settings every record shares: closed, frozen, and silent about its contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from typing_extensions import Self  # typing.Self needs Python 3.11


def _refuse_empty(words: str) -> str:
    if not words:
        raise ValueError("must not be empty")
    return words


Words = Annotated[str, AfterValidator(_refuse_empty), Field(json_schema_extra={"minLength": 1})]
"""At least one character. Not `Field(min_length=1)`: pydantic measures that in a form
that a lone surrogate cannot take, and the words of an article may hold one."""


class Record(BaseModel):
    """A value that is complete when made and never changed afterwards.

    Unknown fields are errors, and a validation message never repeats the input:
    it may be article text.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    @classmethod
    def check(cls, values: Mapping[str, object]) -> Self:
        """Returns the record that has these values, checked as by `cls(**values)`.

        For where many are made: 2.0 µs against 2.6 for a party.
        """
        record: Self = cls.__pydantic_validator__.validate_python(values)
        return record
