# Completion of `provost` for fish.
#
# Load it in a running shell:  provost completions fish | source
# Or for good:                 provost completions fish > ~/.config/fish/completions/provost.fish

function __provost_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (provost __complete fish -- $before[2..] "$current" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path "$current"
    else
        printf '%s\n' $lines[2..]
    end
end

complete -c provost -f -a '(__provost_complete)'
