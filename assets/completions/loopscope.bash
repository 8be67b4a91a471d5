# SPDX-License-Identifier: MIT
# bash completion for loopscope
# options:begin (made by tools/tables from "loopscope help options")
_loopscope_options='--param -p --clock --seed --keys --script --save-keys --show-keys --record --hide-keys --format --axis --event --output -o --window --loop --at --size --theme --color --ascii --no-mouse --pace --speed --warnings --json --module -m --python --save --locals --only --stdin --on-save --history --memory --help -h --version -V'
# What may stand behind an option: words, FILE or anything.
_loopscope_values()
{
    case $1 in
    --param | -p) echo '' ;;
    --clock) echo 'virtual real' ;;
    --seed) echo '' ;;
    --keys) echo '' ;;
    --script) echo 'FILE' ;;
    --save-keys) echo 'FILE' ;;
    --record) echo '' ;;
    --format) echo 'text story ndjson seq chrome mermaid-gantt mermaid-sequence dot csv ansi svg cast png steps pdf gif html' ;;
    --axis) echo 'time event' ;;
    --event) echo '' ;;
    --output | -o) echo 'FILE' ;;
    --loop) echo '' ;;
    --at) echo '' ;;
    --size) echo '80x24 120x36 200x50' ;;
    --theme) echo 'dark light colorblind mono' ;;
    --color) echo 'auto always never 16 256' ;;
    --pace) echo 'event clock' ;;
    --speed) echo '1/4 1/2 1 2 4 8 16 32 64' ;;
    --module | -m) echo '' ;;
    --python) echo '' ;;
    --save) echo 'FILE' ;;
    --locals) echo 'on off' ;;
    --only) echo '' ;;
    --stdin) echo 'FILE' ;;
    --history) echo '' ;;
    --memory) echo '' ;;
    *) return 1 ;;
    esac
}
# options:end

# The parameters of a scene, as NAME=.
_loopscope_params()
{
    loopscope help "$1" 2>/dev/null | sed -n 's/^  \([a-z_][a-z_]*\) .*/\1=/p'
}

_loopscope()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words='' option
    local commands
    commands=$(loopscope help commands 2>/dev/null | cut -d ' ' -f 1)
    # A value may stand behind a blank or, as three words, behind "=".
    option=$prev
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $prev == = ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
    fi
    COMPREPLY=()
    if [[ $option == -p || $option == --param ]]; then
        local word
        for word in "${COMP_WORDS[@]:1}"; do
            words+=" $(_loopscope_params "$word")"
        done
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return
    fi
    if words=$(_loopscope_values "$option"); then
        if [[ $words == FILE ]]; then
            compopt -o default
            return
        fi
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return
    fi
    case $option in
    help) words="$commands keys screen themes config scenes $(loopscope list 2>/dev/null | cut -d ' ' -f 1)" ;;
    *)
        if [[ $cur == -* ]]; then
            words=$_loopscope_options
        else
            words=$(loopscope list 2>/dev/null | cut -d ' ' -f 1)
            ((COMP_CWORD == 1)) && words="$commands $words"
            compopt -o default
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _loopscope loopscope
