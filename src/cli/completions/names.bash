
# Completes questions and values after `-a`, `--answer` and `--assume`, and names after `explain`.
_soreleg_with_names() {
    local line=${COMP_LINE:0:COMP_POINT} word before
    word=${line##*[[:space:]]}
    before=${line%"$word"}
    before=${before%"${before##*[![:space:]]}"}
    before=${before##*[[:space:]]}
    if [[ $line =~ ^[^[:space:]]+[[:space:]]+explain[[:space:]] && $word != -* && $before != --rules ]]; then
        mapfile -t COMPREPLY < <(soreleg completions --explain="$word" --line="$line" 2>/dev/null)
        return
    fi
    if [[ $word == --answer=* || $word == --assume=* ]]; then
        word=${word#*=}
    elif [[ $before != -a && $before != --answer && $before != --assume ]]; then
        _soreleg "$@"
        return
    fi
    mapfile -t COMPREPLY < <(soreleg completions --answer="$word" --line="$line" 2>/dev/null)
    # Bash takes what follows the last `=` for a word of its own.
    if [[ $COMP_WORDBREAKS == *=* && $word == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${word%%=*}="}")
    fi
    compopt -o nospace
}
complete -F _soreleg_with_names -o nosort -o bashdefault -o default soreleg
