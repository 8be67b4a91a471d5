# SPDX-License-Identifier: MIT
# bash completion for loopscope
_loopscope()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words='' option
    local commands
    commands=$(loopscope help commands 2>/dev/null | cut -d ' ' -f 1)
    local options='--param --clock --seed --keys --format --output --size --theme --color --ascii --mouse --pace --speed
        --history --warnings --help --version'
    # A value may stand behind a blank or, as three words, behind "=".
    option=$prev
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $prev == = ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
    fi
    COMPREPLY=()
    case $option in
    --clock) words='virtual real' ;;
    --format) words='text ndjson seq ansi svg' ;;
    --theme) words='dark light colorblind mono' ;;
    --color) words='auto always never 16 256' ;;
    --pace) words='event clock' ;;
    --speed) words='1/4 1/2 1 2 4 8 16 32 64' ;;
    --size) words='80x24 120x36 200x50' ;;
    --output | -o) compopt -o default; return ;;
    --param | -p | --seed | --keys | --history) return ;;
    help) words="commands keys screen themes scenes $(loopscope list 2>/dev/null | cut -d ' ' -f 1)" ;;
    *)
        if [[ $cur == -* ]]; then
            words=$options
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
