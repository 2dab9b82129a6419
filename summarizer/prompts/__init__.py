"""Prompt templates: words in files become the messages a model is sent.

Rooms, in the order of the flow: `templates` finds a file and checks it, `codelist` and
`examples` make the parts that do not stand in it, `marks` bounds the article, `rendering` puts
values in, `jobs` holds one door for each question. An article is a value, never a template.
"""

from __future__ import annotations

from summarizer.prompts.jobs import (
    Candidate,
    RepairItem,
    render_article,
    render_merge,
    render_repair,
)
from summarizer.prompts.marks import make_delimiter
from summarizer.prompts.reasons import explain_reason
from summarizer.prompts.rendering import Message, render
from summarizer.prompts.templates import DIVIDER, Prompt, check_prompt, list_prompts, load_prompt

__all__ = [
    "DIVIDER",
    "Candidate",
    "Message",
    "Prompt",
    "RepairItem",
    "check_prompt",
    "explain_reason",
    "list_prompts",
    "load_prompt",
    "make_delimiter",
    "render",
    "render_article",
    "render_merge",
    "render_repair",
]
