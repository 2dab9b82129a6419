"""Writes what is made from the sources: `codes.py` from the codebook, JSON Schemas from the models.

    python -m summarizer_schemas.generate            write the files
    python -m summarizer_schemas.generate --check    exit 1 when a file is not what it should be

Only for a checkout: an installed package has no place for what is written.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from summarizer_schemas.codebook import Codebook, Definition, DerivationRow, load_codebook

COMMAND = "python -m summarizer_schemas.generate"
LINE_LENGTH = 100

_HEADER = f'''"""The codebook as types an editor can complete, and as plain data.

Generated from codebooks/*.yaml by `{COMMAND}`: edit those, not this.
What the codes mean: `summarizer_schemas.codebook.load_codebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args
'''

_ROW_TYPE = '''DerivationRow: TypeAlias = tuple[
    tuple[Mode, ...], CameoRoot | None, AcledEventType | None, AcledSubEventType | None
]
"""Modes (empty: any), CAMEO root, ACLED event type, ACLED sub-event type."""
'''


def render_codes(book: Codebook) -> str:
    """Returns the text of `codes.py`, formatted as the formatter would."""
    types = {entry.name: entry for entry in book.types}
    modes = dict.fromkeys(mode.name for entry in book.types for mode in entry.modes)
    acled = book.derivation.acled_event_types
    blocks = [
        _HEADER,
        _alias("EventType", types, "PLOVER's types, and OTHER."),
        _alias("Mode", modes, "How it was done; `MODES_BY_TYPE` says which type has which."),
        _alias("Context", _names(book.contexts), "What it was about."),
        _alias("Sector", _names(book.sectors), "What part of society an actor belongs to."),
        _alias("NonState", _names(book.non_state), "Stands where a country code stands."),
        _alias("QuadClass", book.quad_classes, _enumerate(book.quad_classes)),
        _alias("CameoRoot", book.derivation.cameo_roots, "Two digits, as CAMEO writes them."),
        _alias("AcledEventType", acled, "As ACLED writes them."),
        _alias("AcledSubEventType", _flatten(acled.values()), "As ACLED writes them."),
        _constant("EVENT_TYPES", "EventType"),
        _constant("MODES", "Mode"),
        _constant("CONTEXTS", "Context"),
        _constant("SECTORS", "Sector"),
        _constant("COUNTRY_LIKE", "NonState") + "\n",
        _mapping(
            "MODES_BY_TYPE",
            "tuple[Mode, ...]",
            {name: _literals(_names(entry.modes)) for name, entry in types.items()},
        ),
        _mapping(
            "QUAD_CLASSES",
            "QuadClass | None",
            {name: repr(entry.quad_class) for name, entry in types.items()},
        ),
        _constant_set(name for name, entry in types.items() if entry.needs_recipient),
        _ROW_TYPE,
        _mapping(
            "DERIVATION",
            "tuple[DerivationRow, ...]",
            {name: [_row(row) for row in rows] for name, rows in book.derivation.table.items()},
        ),
    ]
    return "\n".join(blocks)


def render_schemas() -> dict[str, str]:
    """Returns the text of each published JSON Schema by file name.

    Keys are sorted, properties keep the order of the model: in the wire form a quote stands
    before the value it supports.
    """
    from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

    from summarizer_schemas.article import Article
    from summarizer_schemas.result import Result
    from summarizer_schemas.wire import WireReply

    published: tuple[tuple[str, type[Article | Result | WireReply], JsonSchemaMode], ...] = (
        ("article", Article, "validation"),
        ("result", Result, "serialization"),
        ("wire", WireReply, "validation"),
    )
    texts: dict[str, str] = {}
    for name, model, mode in published:
        schema = {
            "$id": f"urn:structured-summarizer:{name}:1",
            "$schema": GenerateJsonSchema.schema_dialect,
            **model.model_json_schema(mode=mode),
        }
        described = json.loads(json.dumps(schema), object_hook=_drop_example)
        text = json.dumps(described, ensure_ascii=False, indent=2)
        texts[f"{name}.schema.json"] = f"{text}\n"
    return texts


def _drop_example(fields: dict[str, Any]) -> dict[str, Any]:
    """A description is for any language; the Python example of a docstring is not."""
    if isinstance(fields.get("description"), str):
        fields["description"] = fields["description"].split("\n\nExample:")[0]
    return fields


def main(argv: Sequence[str] | None = None) -> int:
    """Writes or checks the generated files; returns the exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on drift")
    check = bool(parser.parse_args(argv).check)
    package = Path(__file__).resolve().parent
    if package.parent.name != "schemas":
        parser.error(f"{package} is not in a checkout; run this where schemas/ holds the sources")

    codes = _find_drift({package / "codes.py": render_codes(load_codebook())})
    if codes and not check:
        _write(codes)
        # The models in this process were built from the codes as they were.
        again = [sys.executable, "-m", "summarizer_schemas.generate"]
        return subprocess.call(again)  # noqa: S603 - this command itself
    folder = package.parent / "published"
    schemas = _find_drift({folder / name: text for name, text in render_schemas().items()})
    if not check:
        _write(schemas)
        return 0
    for path in [*codes, *schemas]:
        place = path.relative_to(package.parent.parent).as_posix()
        sys.stderr.write(f"{place} is out of date\n")
    if codes or schemas:
        sys.stderr.write(f"To mend: {COMMAND}\n")
    return 1 if codes or schemas else 0


def _find_drift(wanted: Mapping[Path, str]) -> dict[Path, str]:
    return {
        path: text
        for path, text in wanted.items()
        if not path.is_file() or path.read_bytes() != text.encode()
    }


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        sys.stdout.write(f"wrote {path.name}\n")


def _names(entries: Iterable[Definition]) -> list[str]:
    return [entry.name for entry in entries]


def _flatten(groups: Iterable[Iterable[str]]) -> list[str]:
    return [name for group in groups for name in group]


def _enumerate(names: Mapping[int, str]) -> str:
    return ", ".join(f"{number} {name}" for number, name in names.items()) + "."


def _alias(name: str, values: Iterable[str | int], meaning: str) -> str:
    items = "".join(f"    {item},\n" for item in _literals(values))
    return f'{name}: TypeAlias = Literal[\n{items}]\n"""{meaning}"""\n'


def _constant(name: str, alias: str) -> str:
    return f"{name}: Final[tuple[{alias}, ...]] = get_args({alias})"


def _constant_set(values: Iterable[str]) -> str:
    items = ", ".join(_literals(values))
    return f"NEEDS_RECIPIENT: Final[frozenset[EventType]] = frozenset({{{items}}})\n"


def _mapping(name: str, value_type: str, values: Mapping[str, Sequence[str] | str]) -> str:
    lines: list[str] = []
    for key, value in values.items():
        start = f"        {_literal(key)}: "
        shown = value if isinstance(value, str) else _tuple(value, len(start), 8)
        lines.append(f"{start}{shown},\n")
    declared = f"{name}: Final[Mapping[EventType, {value_type}]]"
    return f"{declared} = MappingProxyType(\n    {{\n{''.join(lines)}    }}\n)\n"


def _row(row: DerivationRow) -> str:
    modes = _literals(() if row.modes == "any" else row.modes)
    codes = _literals((row.cameo_root, *(row.acled or (None, None))))
    return _tuple([_tuple(modes, 16, 16), *codes], 12, 12)


def _tuple(items: Sequence[str], column: int, indent: int) -> str:
    """Returns a tuple that starts at `column` of a line indented by `indent`."""
    line = f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if column + len(line) + len(",") <= LINE_LENGTH and "\n" not in line:
        return line
    inner = "".join(f"{' ' * (indent + 4)}{item},\n" for item in items)
    return f"(\n{inner}{' ' * indent})"


def _literals(values: Iterable[str | int | None]) -> list[str]:
    return [_literal(value) for value in values]


def _literal(value: str | int | None) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


if __name__ == "__main__":
    sys.exit(main())
