"""The settings every record shares: closed, frozen, and silent about its contents."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


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
