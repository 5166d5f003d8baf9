# Completion of `provost` for PowerShell 7.
#
# Load it in a running shell:  provost completions powershell | Out-String | Invoke-Expression
# Or for good:                 put that line into the file that $PROFILE names

Register-ArgumentCompleter -Native -CommandName provost -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.ToString() } })
    $kind, $lines = @(provost __complete powershell '--' @words "$($wordToComplete.Trim("'`""))" 2>$null)
    if ($kind -eq 'files') { return }
    foreach ($line in $lines) {
        $value, $about = $line -split "`t", 2
        if (-not $about) { $about = $value }
        $text = $value
        if ($value -notmatch '^[\w.:/=+-][\w.:/=@+-]*$') {
            $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
        }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
}
