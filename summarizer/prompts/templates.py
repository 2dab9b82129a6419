"""One template: found by its id, with its facts and its variables checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from summarizer.errors import ConfigError, list_choices

if TYPE_CHECKING:
    from jinja2 import Environment

    from summarizer.prompts.examples import Example

DIVIDER = "=== article ==="
"""The line between what is the same for every article and what is not."""

FIXED_VARIABLES = ("codebook", "examples", "output_language", "schema")
"""What the first part may use: the same for every article."""
MATERIAL = ("article", "items", "candidates")
"""What a question is about; the second part uses one of them."""
VARIABLES = (
    *FIXED_VARIABLES,
    *MATERIAL,
    "context",
    "delimiter",
    "language",
    "published",
    "sentences",
    "title",
)

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_DIVIDER = re.compile(rf"^{re.escape(DIVIDER)}[ \t]*\n", re.MULTILINE)
_NEEDED: Mapping[str, type] = {
    "id": str,
    "version": int,
    "language": str,
    "schema": str,
    "variables": list,
    "description": str,
}
_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template; `system` and `user` still hold their variables.

    Attributes:
        id: what it is called by: `article/v1`.
        version: counts up; a template that was used is never changed.
        language: of the instructions.
        schema: name of the model class the answer fills in.
        variables: what has to be put in.
        description: one line for those who choose.
        system: what stands before the divider; blank when there is none.
        user: what stands after it.
        examples: what is shown of good answers.
        file: where it was read, for errors.
        sha256: hash of the whole file, front matter included, and of its examples.
    """

    id: str
    version: int
    language: str
    schema: str
    variables: tuple[str, ...]
    description: str
    system: str
    user: str
    examples: tuple[Example, ...] = field(hash=False)
    file: str
    sha256: str


def list_prompts(folder: str | None = None) -> list[str]:
    """Returns the ids of the prompts there are.

    Args:
        folder: where prompts of your own are; they are listed among ours.

    Example:
        >>> list_prompts()
        ['article/v1', 'judge/v1', 'merge/v1', 'repair/v1']
    """
    return sorted({one for root in _list_roots(folder) for one in _list_ids(root)})


def check_prompt(prompt_id: str, folder: str | None = None) -> None:
    """Does nothing for a prompt that exists.

    Raises:
        ConfigError: there is no such prompt; the message lists those there are.
    """
    _find_file(prompt_id, folder)


def load_prompt(prompt_id: str, folder: str | None = None) -> Prompt:
    """Returns the template with that id.

    Args:
        prompt_id: an id, or the path of a file that ends in `.md`.
        folder: where prompts of your own are; one with an id of ours takes its place.

    Raises:
        ConfigError: there is no such prompt, its front matter is incomplete, the variables it
            declares are not those it uses, or its examples do not fit.

    Example:
        >>> load_prompt("article/v1").schema
        'WireReply'
    """
    path = _find_file(prompt_id, folder)
    examples = _read_head(path, _stamp(path)).get("examples")
    beside = path.parent / str(examples) if examples else None
    named = None if path == Path(prompt_id) else prompt_id
    return _load(path, _stamp(path), beside, beside and _stamp(beside), named)


def make_environment() -> Environment:
    """Returns the environment of all templates: no file, no escape, no variable left out.

    It is a closed one: a template of somebody else's reads the values it is given and calls
    nothing.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        finalize=_blank_none,
    )
    environment.globals.clear()
    return environment


# ---- finding ----


def _list_roots(folder: str | None) -> list[Path]:
    """The caller's folder, then the one packed into the wheel or that of the checkout."""
    here = Path(__file__).parent.parent
    packed = here / "_prompts"
    own = packed if packed.is_dir() else here.parent / "prompts"
    if folder is None:
        return [own]
    if not Path(folder).is_dir():
        raise ConfigError(f"there is no folder {folder!r} of prompts; make it, or name another")
    return [Path(folder), own]


def _list_ids(root: Path) -> Iterator[str]:
    for path in root.rglob("*.md"):
        if path.name != "README.md" and path.is_file():
            yield path.relative_to(root).as_posix().removesuffix(".md")


def _find_file(prompt_id: str, folder: str | None) -> Path:
    if prompt_id.endswith(".md") and Path(prompt_id).is_file():
        return Path(prompt_id)
    parts = PurePosixPath(prompt_id).parts
    # An id cannot climb out of its folder.
    if parts and not {"/", "..", "README"} & set(parts) and "\\" not in prompt_id:
        for root in _list_roots(folder):
            path = root.joinpath(*parts[:-1], f"{parts[-1]}.md")
            if path.is_file():
                return path
    raise ConfigError(list_choices("prompt", prompt_id, list_prompts(folder)))


def _stamp(path: Path) -> _Stamp:
    """Changes with the file, so that an edited template is read anew."""
    try:
        found = path.stat()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    return found.st_mtime_ns, found.st_size


# ---- reading ----


@lru_cache(maxsize=64)
def _read(path: Path, _stamp: _Stamp) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} cannot be read as UTF-8; save it in that encoding") from None


@lru_cache(maxsize=64)
def _read_head(path: Path, stamp: _Stamp) -> dict[str, Any]:
    import yaml

    raw = _read(path, stamp)
    parts = _FRONT_MATTER.match(raw)
    if parts is None:
        raise ConfigError(f"{path} has no front matter; begin it with a block between --- lines")
    try:
        head: object = yaml.safe_load(parts[1])
    except yaml.YAMLError:
        raise ConfigError(
            f"{path}: the front matter is no YAML; write `name: value` lines"
        ) from None
    if not isinstance(head, dict):
        raise ConfigError(f"{path}: the front matter needs {', '.join(_NEEDED)}")
    facts = cast("dict[str, Any]", head)
    _check_head(path, facts)
    return facts


def _check_head(path: Path, head: Mapping[str, Any]) -> None:
    if lacking := [name for name in _NEEDED if name not in head]:
        raise ConfigError(f"{path}: the front matter lacks {', '.join(lacking)}; add it")
    if unknown := [name for name in head if name not in (*_NEEDED, "examples")]:
        raise ConfigError(f"{path}: {list_choices('fact', unknown[0], (*_NEEDED, 'examples'))}")
    for name, kind in _NEEDED.items():
        if not isinstance(head[name], kind):
            wanted = {"str": "text", "int": "a whole number", "list": "a list"}[kind.__name__]
            raise ConfigError(f"{path}: {name} is {head[name]!r}; give {wanted}")
    for name in head["variables"]:
        if name not in VARIABLES:
            raise ConfigError(f"{path}: {list_choices('variable', name, VARIABLES)}")


@lru_cache(maxsize=64)
def _load(
    path: Path, stamp: _Stamp, beside: Path | None, beside_stamp: _Stamp | None, named: str | None
) -> Prompt:
    raw = _read(path, stamp)
    head = _read_head(path, stamp)
    if named is not None and head["id"] != named:
        raise ConfigError(
            f"{path} says id: {head['id']}, but stands where {named} is looked for; make them agree"
        )
    shown = _read(beside, beside_stamp) if beside and beside_stamp else ""
    system, user = _divide(path, raw)
    prompt = Prompt(
        id=head["id"],
        version=head["version"],
        language=head["language"],
        schema=head["schema"],
        variables=tuple(head["variables"]),
        description=head["description"],
        system=system,
        user=user,
        examples=_read_examples(shown, head, beside) if beside else (),
        file=str(path),
        sha256=hashlib.sha256("\0".join([raw, shown] if beside else [raw]).encode()).hexdigest(),
    )
    _check_variables(prompt)
    return prompt


def _read_examples(text: str, head: Mapping[str, Any], path: Path) -> tuple[Example, ...]:
    from summarizer.prompts.examples import read_examples

    return read_examples(text, schema=head["schema"], source=str(path))


def _divide(path: Path, raw: str) -> tuple[str, str]:
    parts = _FRONT_MATTER.match(raw)
    words = _DIVIDER.split(parts[2] if parts else raw)
    if len(words) > 2:
        raise ConfigError(f"{path} has the line {DIVIDER!r} more than once; keep one")
    parted = [part.strip("\n") for part in words]
    return (parted[0], parted[1]) if len(parted) == 2 else ("", parted[0])


# ---- variables ----


def _check_variables(prompt: Prompt) -> None:
    fixed, changing = (_find_variables(prompt, part) for part in (prompt.system, prompt.user))
    declared = set(prompt.variables)
    if unused := declared - fixed - changing:
        raise ConfigError(
            f"{prompt.file} declares {_name(unused)} and does not use it; "
            f"use it, or take it out of `variables`"
        )
    if undeclared := (fixed | changing) - declared:
        raise ConfigError(
            f"{prompt.file} uses {_name(undeclared)} and does not declare it; add it to `variables`"
        )
    if moving := fixed - set(FIXED_VARIABLES):
        raise ConfigError(
            f"{prompt.file} uses {_name(moving)} above the line {DIVIDER!r}, where all is the same "
            f"for every article; move it below"
        )
    if not changing & set(MATERIAL):
        raise ConfigError(
            f"{prompt.file} never shows the article; put {{{{ article }}}} where it belongs"
        )


def _find_variables(prompt: Prompt, part: str) -> set[str]:
    from jinja2 import TemplateSyntaxError, meta

    environment = make_environment()
    try:
        return meta.find_undeclared_variables(environment.parse(part))
    except TemplateSyntaxError as error:
        raise ConfigError(
            f"{prompt.file} is no template: {error.message}, in line {error.lineno} of the part "
            f"{'above' if part is prompt.system else 'below'} the divider; mend that line"
        ) from None


def _name(variables: set[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in sorted(variables))


def _blank_none(value: object) -> object:
    return "" if value is None else value
