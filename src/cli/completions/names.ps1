    # Completes questions and values after `-a` and `--answer`, and names after `explain`.
    $line = $commandAst.Extent.Text
    $typed = [math]::Min($cursorPosition - $commandAst.Extent.StartOffset, $line.Length)
    $words = @($line.Substring(0, $typed).Trim() -split '\s+')
    if ($wordToComplete -eq '') { $words += '' }
    $word = $words[-1]
    $names = @(if ($word -ne $wordToComplete) {
        # Part of a list or in quotes, which PowerShell takes apart itself.
    } elseif ($words[-2] -in '-a', '--answer') {
        & soreleg completions "--answer=$word" 2>$null
    } elseif ($words[1] -eq 'explain' -and $word -notlike '-*' -and $words[-2] -ne '--rules') {
        & soreleg completions "--explain=$word" 2>$null
    })
    if ($names) {
        return $names | ForEach-Object {
            [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_)
        }
    }
