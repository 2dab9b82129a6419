"""`summarizer completion`: the script by which a shell completes commands, options and values.

A script asks the command itself, in the way that typer answers: through the variable
`_SUMMARIZER_COMPLETE`, with what is typed so far beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from summarizer.cli_options import write_help
from summarizer.cli_values import offer
from summarizer.errors import ConfigError, list_choices
from summarizer.output import open_output

_BASH = """\
_summarizer_completion() {
    local IFS=$'\\n'
    COMPREPLY=($(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
        _SUMMARIZER_COMPLETE=complete_bash "$1" 2>/dev/null))
    # PROVIDER/ is followed by the name of a model, not by a blank.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _summarizer_completion summarizer
"""
_ZSH = """\
#compdef summarizer
_summarizer_completion() {
    eval "$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \\
        _SUMMARIZER_COMPLETE=complete_zsh "${words[1]}" 2>/dev/null)"
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _summarizer_completion summarizer
"""
_FISH = """\
function __summarizer_complete
    env _SUMMARIZER_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=$argv[1] \\
        _TYPER_COMPLETE_ARGS=(commandline -cp) summarizer 2>/dev/null
end
complete --command summarizer --no-files \\
    --condition "__summarizer_complete is-args" --arguments "(__summarizer_complete get-args)"
"""
SCRIPTS: Mapping[str, str] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
HELP = write_help(
    """Print the script that lets a shell complete commands, options and values.

    Evaluate it in the shell's start-up file, ~/.bashrc or ~/.zshrc; fish reads a file.""",
    'eval "$(summarizer completion bash)"',
    'eval "$(summarizer completion zsh)"',
    "summarizer completion fish > ~/.config/fish/completions/summarizer.fish",
    exits="completion",
)


def completion(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="|".join(SCRIPTS), show_default=False, autocompletion=offer(*SCRIPTS)
        ),
    ],
) -> None:
    """Prints the script of a shell."""
    if shell not in SCRIPTS:
        raise ConfigError(list_choices("shell", shell, SCRIPTS))
    with open_output("-", (), utf8=True) as stream:
        stream.write(SCRIPTS[shell])
        stream.flush()
