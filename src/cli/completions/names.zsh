

# Completes questions and values after `-a`, `--answer` and `--assume`.
_soreleg_answer() {
    local -a found
    found=(${(f)"$(soreleg completions --answer="$PREFIX" --line="$words" 2>/dev/null)"})
    compadd -S '' -a found
}

# Completes names after `explain`.
_soreleg_name() {
    local -a found
    found=(${(f)"$(soreleg completions --explain="$PREFIX" --line="$words" 2>/dev/null)"})
    compadd -a found
}
