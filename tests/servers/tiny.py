"""A language model of half a megabyte with random weights, written when the tests begin.

`python tests/servers/tiny.py OUT.gguf`. Random weights alone would never end a string: column 0
of the embedding is a constant, so that column 0 of the output layer is a preference for each
token, and tokens that end something are preferred. Two designed pairs of tokens make a forced
tool call begin as its grammar wants it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TEXT = """The city council approved the new budget on Monday after a long debate.
The mayor said the plan would fund schools, roads and public transport.
A spokesperson for the company declined to comment on the report.
Shares fell 4.5 percent in early trading, the lowest level since March 2024.
"We are pleased with the outcome," she told reporters outside the court.
{"key_points": [], "events": [{"quotes": ["x"], "type": "ASSAULT", "date": null}]}
Officials expect the storm to reach the coast by Thursday evening.
"""
SPECIALS = (
    "<|bos|> <|eos|> <|end|> <|system|> <|user|> <|assistant|> <|tool|> <tool_call> </tool_call>"
).split()
TEMPLATE = (
    "{%- if tools %}<|system|>\nTools:\n{% for t in tools %}{{ t | tojson }}\n{% endfor %}"
    'Call as <tool_call>\n{"name": <name>, "arguments": <args>}\n</tool_call><|end|>\n{% endif %}'
    "{%- for m in messages %}"
    "{%- if m.role == 'tool' %}<|tool|>\n{{ m.content }}<|end|>\n"
    "{%- else %}<|{{ m.role }}|>{{ m.content or '' }}"
    "{%- for tc in m.tool_calls or [] %}<tool_call>\n"
    '{"name": "{{ tc.function.name }}", "arguments": {{ tc.function.arguments | tojson }}}\n'
    "</tool_call>{% endfor %}<|end|>\n{% endif %}{%- endfor %}"
    "{%- if add_generation_prompt %}<|assistant|>{% endif %}"
)
"""Calls tools the way Hermes does, which llama.cpp knows and can force."""

HIDDEN, LAYERS, HEADS, KEY_HEADS, FORWARD = 64, 2, 4, 2, 128
CONTEXT = 16_384
CONSTANT, ENDING = 4.0, 2.5


def train_tokens() -> tuple[list[str], list[str]]:
    """Returns the vocabulary of a byte-level BPE, and its merges."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer: Any = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer: Any = trainers.BpeTrainer(
        vocab_size=512,
        special_tokens=SPECIALS,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator([TEXT] * 3, trainer)
    model: dict[str, Any] = json.loads(tokenizer.to_str())["model"]
    merges = [one if isinstance(one, str) else " ".join(one) for one in model["merges"]]
    return sorted(model["vocab"], key=model["vocab"].__getitem__), merges


def write_model(path: Path) -> None:
    """Writes the model; the same bytes each time."""
    import gguf
    import numpy as np

    tokens, merges = train_tokens()
    draw = np.random.default_rng(0)

    def make(*shape: int, scale: float = 0.05) -> Any:
        return (draw.standard_normal(shape) * scale).astype(np.float32)

    writer: Any = gguf.GGUFWriter(str(path), "llama")
    _write_head(writer, tokens, merges, gguf)
    embedding, output = make(len(tokens), HIDDEN, scale=0.5), make(len(tokens), HIDDEN, scale=0.25)
    _prefer(embedding, output, tokens)
    writer.add_tensor("token_embd.weight", embedding)
    for layer in range(LAYERS):
        width = HIDDEN // HEADS * KEY_HEADS
        sizes = {
            "attn_q": (HIDDEN, HIDDEN),
            "attn_k": (width, HIDDEN),
            "attn_v": (width, HIDDEN),
            "attn_output": (HIDDEN, HIDDEN),
            "ffn_gate": (FORWARD, HIDDEN),
            "ffn_up": (FORWARD, HIDDEN),
            "ffn_down": (HIDDEN, FORWARD),
        }
        for name, size in sizes.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", make(*size))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(HIDDEN, np.float32))
    writer.add_tensor("output_norm.weight", np.ones(HIDDEN, np.float32))
    writer.add_tensor("output.weight", output)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _write_head(writer: Any, tokens: list[str], merges: list[str], gguf: Any) -> None:
    kinds = gguf.TokenType
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [
            kinds.USER_DEFINED
            if "tool_call" in token
            else kinds.CONTROL
            if token in SPECIALS
            else kinds.NORMAL
            for token in tokens
        ]
    )
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("<|bos|>"))
    writer.add_eos_token_id(tokens.index("<|end|>"))
    writer.add_chat_template(TEMPLATE)


def _prefer(embedding: Any, output: Any, tokens: list[str]) -> None:
    """Makes some tokens likelier than chance, by columns that mean something."""
    embedding[:, 0], output[:, 0] = CONSTANT, 0.0
    for at, token in enumerate(tokens):
        if token.startswith('"') or token in ("}", "]"):
            output[at, 0] = ENDING / CONSTANT
        elif "tool_call" in token or any(ord(one) > 126 and one not in "ĠĊ" for one in token):
            output[at, 0] = -2.0  # parts of characters, and tool calls out of place
    embedding[:, 1:3] = output[:, 1:3] = 0.0
    for column, first, second in ((1, "<|assistant|>", "<tool_call>"), (2, "<tool_call>", "Ċ")):
        embedding[tokens.index(first), column] = 8.0
        output[tokens.index(second), column] = 4.0


if __name__ == "__main__":
    write_model(Path(sys.argv[1]))
