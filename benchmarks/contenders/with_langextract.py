"""LangExtract on the same server; runs in an interpreter that has it, not in ours.

One call of `lx.extract` for an article, in threads, since it has no async form; or one call for a
whole file, which returns one list. An article is sent in one piece: cut at its default of 1,000
characters it would pay for four requests.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.contenders.contender import Verdict
from benchmarks.contenders.files import RESULTS, find_article, read_lines
from benchmarks.contenders.task import (
    EVENTS,
    EVIDENCE,
    KEY_POINTS,
    TASK,
    News,
    list_extractions,
)

_ONE_PIECE = 100_000
_EXAMPLE_ID = "case 7"


class Client:
    """`lx.extract` behind the form all contenders have.

    Args:
        base_url: the server.
        check_examples: its default; False leaves out its check of the example, on each call.
        key_points: whether they are answered with, beside events; a sentence that serves both is
            found by its slow search, which is most of what an article costs it.
        piece_chars: longest piece of an article that is sent.
        workers: threads.
    """

    def __init__(
        self,
        base_url: str,
        *,
        check_examples: bool = True,
        key_points: bool = True,
        piece_chars: int = _ONE_PIECE,
        workers: int = 1,
    ) -> None:
        logging.disable(logging.WARNING)
        _hush_absl()
        self._lx: Any = importlib.import_module("langextract")
        providers: Any = importlib.import_module("langextract.providers.openai")
        schemas: Any = importlib.import_module("langextract.providers.schemas.openai")
        examples = [self._make_example()]
        self._model = providers.OpenAILanguageModel(
            model_id="mock", api_key="none", base_url=base_url, max_workers=1
        )
        self._model.apply_schema(schemas.OpenAISchema.from_examples(examples))
        self._options: dict[str, Any] = {
            "prompt_description": TASK,
            "examples": examples,
            "show_progress": False,
            "max_char_buffer": piece_chars,
            "use_schema_constraints": False,  # applied above, as it would by itself for OpenAI
        }
        if not check_examples:
            validation: Any = importlib.import_module("langextract.prompt_validation")
            self._options["prompt_validation_level"] = validation.PromptValidationLevel.OFF
        self._pool = ThreadPoolExecutor(workers)
        self._alone = workers == 1
        self._key_points = KEY_POINTS if key_points else 0

    def _make_example(self) -> Any:
        data = self._lx.data
        return data.ExampleData(
            text=" ".join(EVIDENCE).format(id=_EXAMPLE_ID),
            extractions=[
                data.Extraction(
                    extraction_class=kind,
                    extraction_text=words.replace("{{ARTID}}", _EXAMPLE_ID),
                    attributes=attributes,
                )
                for kind, words, attributes in list_extractions()
            ],
        )

    async def summarize(self, article: News) -> object:
        """Returns the annotated document."""
        if self._alone:
            return self._extract(article)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._extract, article)

    def _extract(self, article: News) -> Any:
        return self._lx.extract(article.text, model=self._model, **self._options)

    def judge(self, result: Any, article: News) -> Verdict:
        """Returns whether all was found, and aligned with the article."""
        found: list[Any] = result.extractions or []
        kinds = [one.extraction_class for one in found]
        whole = (kinds.count("key_point"), kinds.count("event")) == (self._key_points, EVENTS)
        aligned = all(one.char_interval for one in found)
        named = any(article.id in one.extraction_text for one in found)
        return "delivered" if whole and aligned and named else "wrong"

    def summarize_file(self, source: Path, out: Path, at_once: int) -> None:
        """Asks about all articles in one call, and saves the list when it is complete."""
        self._model.max_workers = at_once
        documents = (
            self._lx.data.Document(row["text"], document_id=row["id"])
            for row in map(json.loads, read_lines(source))
        )
        found = self._lx.extract(
            documents,
            model=self._model,
            batch_length=at_once,
            max_workers=at_once,
            **self._options,
        )
        self._lx.io.save_annotated_documents(
            iter(found), output_dir=out, output_name=RESULTS, show_progress=False
        )

    def judge_file(self, out: Path) -> Iterator[Verdict]:
        """Yields verdicts on what was saved."""
        path = out / RESULTS
        for found in self._lx.io.load_annotated_documents_jsonl(path, show_progress=False):
            yield self.judge(found, find_article(found.document_id))

    async def close(self) -> None:
        """Ends the threads."""
        self._pool.shutdown()


def _hush_absl() -> None:
    try:
        absl: Any = importlib.import_module("absl.logging")
    except ImportError:
        return
    absl.set_verbosity(absl.FATAL)
