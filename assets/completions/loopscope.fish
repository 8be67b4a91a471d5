# SPDX-License-Identifier: MIT
# fish completion for loopscope
set -l commands (loopscope help commands 2>/dev/null | string replace -r ' .*' '')
complete -c loopscope -n "not __fish_seen_subcommand_from $commands" -a "(loopscope help commands 2>/dev/null | string replace -r '  *' \t)"
complete -c loopscope -n 'not __fish_seen_subcommand_from list' -a "(loopscope list 2>/dev/null | string replace -r '  *' \t)"
complete -c loopscope -n '__fish_seen_subcommand_from help' -a 'commands keys screen themes scenes'
complete -c loopscope -x -s p -l param -d 'NAME=VALUE: a parameter of the scene'
complete -c loopscope -x -l clock -a 'virtual real' -d 'time'
complete -c loopscope -x -l seed -d 'seed of the random numbers'
complete -c loopscope -x -l keys -d 'keys pressed one after the other'
complete -c loopscope -x -l format -a 'text ndjson seq ansi svg' -d 'of trace and snap'
complete -c loopscope -r -s o -l output -d 'write there'
complete -c loopscope -x -l size -a '80x24 120x36 200x50' -d 'columns and lines'
complete -c loopscope -x -l theme -a 'dark light colorblind mono' -d 'colours'
complete -c loopscope -x -l color -a 'auto always never 16 256' -d 'how many colours'
complete -c loopscope -l ascii -d 'ASCII characters only'
complete -c loopscope -l mouse -d 'a click selects, the wheel scrolls'
complete -c loopscope -x -l pace -a 'event clock' -d 'of playing'
complete -c loopscope -x -l speed -a '1/4 1/2 1 2 4 8 16 32 64' -d 'of playing'
complete -c loopscope -l warnings -d 'say what is seldom meant, and the fix'
complete -c loopscope -x -l history -d 'events kept at least'
complete -c loopscope -s h -l help -d 'help'
complete -c loopscope -l version -d 'the version'
