"""The task as one would write it for instructor: nested pydantic models with descriptions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class Toll(BaseModel):
    """People killed and injured."""

    killed_min: int | None = Field(None, description="lowest number killed")
    killed_max: int | None = Field(None, description="highest number killed")
    injured_min: int | None = Field(None, description="lowest number injured")
    injured_max: int | None = Field(None, description="highest number injured")


class KeyPoint(BaseModel):
    """One key point."""

    text: str = Field(description="one sentence")
    quotes: list[str] = Field(description="copied letter by letter from the article")


class Event(BaseModel):
    """One happening."""

    kind: Literal[
        "armed_attack", "bombing", "shelling", "protest", "crackdown", "accusation", "agreement",
        "other",
    ]  # fmt: skip
    actor: str | None = Field(None, description="who did it")
    target: str | None = Field(None, description="to whom")
    action: str = Field(description="what was done")
    place: str | None = Field(None, description="where")
    date: str | None = Field(None, description="ISO date")
    toll: Toll | None = None
    said_by: str | None = Field(None, description="who says so")
    quotes: list[str] = Field(description="copied letter by letter from the article")


class Summary(BaseModel):
    """A news article."""

    headline: str
    key_points: list[KeyPoint]
    events: list[Event]
