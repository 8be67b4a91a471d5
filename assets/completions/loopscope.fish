# SPDX-License-Identifier: MIT
# fish completion for loopscope
set -l commands (loopscope help commands 2>/dev/null | string replace -r ' .*' '')
complete -c loopscope -n "not __fish_seen_subcommand_from $commands" -a "(loopscope help commands 2>/dev/null | string replace -r '  *' \t)"
complete -c loopscope -n 'not __fish_seen_subcommand_from list' -a "(loopscope list 2>/dev/null | string replace -r '  *' \t)"
complete -c loopscope -n '__fish_seen_subcommand_from help' -a "$commands keys screen themes config scenes"
function __loopscope_params
    for word in (commandline -opc)[2..]
        loopscope help $word 2>/dev/null | string match -rg '^  ([a-z_]+) ' | string replace -r '$' '='
    end
end
# options:begin (made by tools/tables from "loopscope help options")
complete -c loopscope -x -s p -l param -a '(__loopscope_params)' -d 'a parameter of the scene (loopscope help SCENE lists them)'
complete -c loopscope -x -l clock -a 'virtual real' -d 'virtual time jumps from deadline to deadline; real time passes'
complete -c loopscope -x -l seed -d 'seed of the random numbers: any integer'
complete -c loopscope -x -l keys -d 'keys pressed one after the other (snap, record)'
complete -c loopscope -r -l script -d 'the same from a file (loopscope help script); in a terminal any key takes over'
complete -c loopscope -r -l save-keys -d 'write what you do in a terminal as such a script'
complete -c loopscope -l show-keys -d 'show in the last line which key was pressed; a recording does so by itself'
complete -c loopscope -x -l record -d 'record what is watched in a terminal; R stops it'
complete -c loopscope -l hide-keys -d 'with record, do not show which keys are pressed'
complete -c loopscope -x -l format -a 'text story ndjson seq chrome mermaid-gantt mermaid-sequence dot csv ansi svg cast png steps pdf gif html' -d 'format of trace (text, story, ndjson, seq, chrome …), snap and record (text, ansi, svg, png, pdf, gif), record (cast, steps, html)'
complete -c loopscope -x -l axis -a 'time event' -d 'of chrome and mermaid-gantt: seconds, or event behind event'
complete -c loopscope -x -l event -d 'of dot and csv: how tasks stand behind event N, not at the end'
complete -c loopscope -r -s o -l output -d 'write there instead of to standard output, which is -'
complete -c loopscope -l window -d 'with record and snap, draw a window around a picture'
complete -c loopscope -x -l loop -d 'with record, how often a picture moves; 0: for ever, as it does by itself'
complete -c loopscope -x -l at -d 'with record, only the picture that is to be seen then'
complete -c loopscope -x -l size -a '80x24 120x36 200x50' -d 'columns and lines of the screen (snap, record)'
complete -c loopscope -x -l theme -a 'dark light colorblind mono' -d 'colours: dark, light, colorblind, mono; dark or light as the terminal is'
complete -c loopscope -x -l color -a 'auto always never 16 256' -d 'how many colours; auto asks the terminal and NO_COLOR'
complete -c loopscope -l ascii -d 'draw with ASCII characters only'
complete -c loopscope -l no-mouse -d 'leave the mouse to the terminal, which may select text with it'
complete -c loopscope -x -l pace -a 'event clock' -d 'play so many events a second, or one scene second a second'
complete -c loopscope -x -l speed -a '1/4 1/2 1 2 4 8 16 32 64' -d 'how fast playing starts'
complete -c loopscope -l warnings -d 'with run, say on standard error what is seldom meant, and the fix'
complete -c loopscope -l json -d 'with list, the scenes with all there is to know of them, as JSON'
complete -c loopscope -x -s m -l module -d 'a module of your own, as python3 -m runs it; what follows is for it'
complete -c loopscope -x -l python -d 'the Python that runs your program; else that of $VIRTUAL_ENV, or python3'
complete -c loopscope -r -l save -d 'write the trace of your program there while it runs, what it prints to FILE.out'
complete -c loopscope -x -l locals -a 'on off' -d 'tell the locals of your program\'s coroutines; off is faster'
complete -c loopscope -x -l only -d 'of your program, only files like \'src/**\' count as yours'
complete -c loopscope -r -l stdin -d 'the standard input of your program'
complete -c loopscope -l on-save -d 'start your program again when a source of it is saved, and go to the same place'
complete -c loopscope -x -l history -d 'events kept at least, before the oldest are let go; 0: all'
complete -c loopscope -x -l memory -d 'how much memory events may take, before the oldest are let go: 500M, 2G (the default); 0: any'
complete -c loopscope -s h -l help -d 'this help'
complete -c loopscope -s V -l version -d 'the version'
# options:end
