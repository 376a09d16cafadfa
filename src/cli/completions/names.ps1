    # Completes questions and values after `-a`, `--answer` and `--assume`, and names after `explain`.
    $line = $commandAst.Extent.Text
    $typed = [math]::Min($cursorPosition - $commandAst.Extent.StartOffset, $line.Length)
    $words = @($line.Substring(0, $typed).Trim() -split '\s+')
    if ($wordToComplete -eq '') { $words += '' }
    $word = $words[-1]
    $names = @(if ($word -ne $wordToComplete) {
        # Part of a list or in quotes, which PowerShell takes apart itself.
    } elseif ($words[-2] -in '-a', '--answer', '--assume') {
        & soreleg completions "--answer=$word" "--line=$line" 2>$null
    } elseif ($words[1] -eq 'explain' -and $word -notlike '-*' -and $words[-2] -ne '--rules') {
        & soreleg completions "--explain=$word" "--line=$line" 2>$null
    })
    if ($names) {
        return $names | ForEach-Object {
            [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_)
        }
    }
