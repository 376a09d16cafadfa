

# Completes questions and values after `-a` and `--answer`.
_soreleg_answer() {
    local -a found
    found=(${(f)"$(soreleg completions --answer="$PREFIX" 2>/dev/null)"})
    compadd -S '' -a found
}

# Completes names after `explain`.
_soreleg_name() {
    local -a found
    found=(${(f)"$(soreleg completions --explain="$PREFIX" 2>/dev/null)"})
    compadd -a found
}
