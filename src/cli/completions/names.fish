
# Completes questions and values after `-a`, `--answer` and `--assume`.
complete -c soreleg -n "__fish_seen_subcommand_from check next" -s a -l answer -x -a '(soreleg completions --answer=(commandline -ct | string replace -r "^(--answer=|-a)" "") --line=(commandline -cp | string collect) 2>/dev/null)'
complete -c soreleg -n "__fish_seen_subcommand_from test" -l assume -x -a '(soreleg completions --answer=(commandline -ct | string replace -- "--assume=" "") --line=(commandline -cp | string collect) 2>/dev/null)'
# Completes names after `explain`.
complete -c soreleg -n "__fish_soreleg_using_subcommand explain" -f -a '(soreleg completions --explain=(commandline -ct) --line=(commandline -cp | string collect) 2>/dev/null)'
