# Completion of asyndgan in PowerShell: asks the program what may follow; PowerShell offers files where it knows nothing.
Register-ArgumentCompleter -Native -CommandName asyndgan, asyndgan.cmd, asyndgan.exe -ScriptBlock {
    param($word, $line, $cursor)
    $program = $line.CommandElements[0].Extent
    # The line ends with its last word; the spaces behind it, up to the cursor, say that another begins.
    $text = $line.Extent.Text.Substring($program.EndOffset - $line.Extent.StartOffset)
    $text = $text.PadRight([Math]::Max(0, $cursor - $program.EndOffset))
    $text = $text.Substring(0, $cursor - $program.EndOffset).TrimStart()
    & $program.Text "[suggest:$($text.Length)]" $text 2>$null | Where-Object { $_.StartsWith($word) } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
