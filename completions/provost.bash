# Completion of `provost` for Bash 4.3 and newer.
#
# Load it in a running shell:  source <(provost completions bash)
# Or for good:                 provost completions bash > ~/.local/share/bash-completion/completions/provost

_provost() {
    # Logins and objects hold signs at which Bash parts words: put together what no blank parts.
    local rest="${COMP_LINE:0:COMP_POINT}" word blank i
    local -a words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        blank="${rest%%[![:space:]]*}"
        rest="${rest#"$blank"}"
        if ((i == COMP_CWORD)) && [[ ${#word} -gt ${#rest} ]]; then
            word="$rest"
        fi
        rest="${rest#"$word"}"
        if ((i > 0)) && [[ -z $blank ]]; then
            words[-1]+="$word"
        else
            words+=("$word")
        fi
    done

    local kind value current="${words[-1]}" cut=""
    # Bash replaces only what stands behind the last of those signs (`@` included), unless a quote is open.
    if [[ $current != [\'\"]* ]]; then
        for ((i = ${#current}; i > 0; i--)); do
            if [[ "$COMP_WORDBREAKS" == *"${current:i-1:1}"* && "${current:i-1:1}" == [@:=] ]]; then
                cut="${current:0:i}"
                cut="${cut%@}"
                break
            fi
        done
    fi

    COMPREPLY=()
    {
        read -r kind
        while IFS=$'\t' read -r value _; do
            if [[ -n $cut && ${value,,} == "${cut,,}"* ]]; then
                value="${value:${#cut}}"
            fi
            COMPREPLY+=("$value")
        done
    } < <(provost __complete bash -- "${words[@]:1}" 2>/dev/null)

    case $kind in
        files) compopt -o default ;;
        beginnings) compopt -o nospace ;;
    esac
}

complete -F _provost provost
