
# Completes questions and values after `-a` and `--answer`.
complete -c soreleg -n "__fish_seen_subcommand_from check next" -s a -l answer -x -a '(soreleg completions --answer=(commandline -ct | string replace -r "^(--answer=|-a)" "") 2>/dev/null)'
# Completes names after `explain`.
complete -c soreleg -n "__fish_soreleg_using_subcommand explain" -f -a '(soreleg completions --explain=(commandline -ct) 2>/dev/null)'
