# An agent behind a pipe that serves one caller at a time and gives everybody the same answer, or
# none: then it waits until the caller has gone.
param([string] $name, [string] $answer)
function Listen {
  New-Object System.IO.Pipes.NamedPipeServerStream($name, [System.IO.Pipes.PipeDirection]::InOut, 2)
}
$pipe = Listen
[Console]::Out.WriteLine('listening')
while ($true) {
  try {
    $pipe.WaitForConnection()
    $request = New-Object byte[] 5
    $length = 0
    do {
      $count = $pipe.Read($request, $length, 5 - $length)
      $length += $count
    } while ($count -gt 0 -and $length -lt 5)
    if ($length -eq 5 -and $answer -eq 'none') {
      [void] $pipe.Read($request, 0, 5)
    } elseif ($length -eq 5) {
      $bytes = [Convert]::FromBase64String($answer)
      $pipe.Write($bytes, 0, $bytes.Length)
      $pipe.WaitForPipeDrain()
    }
  } catch [System.IO.IOException] {
    # The caller went away, as it may.
  }
  # The next one stands before this one falls, or callers would find no pipe.
  $next = Listen
  $pipe.Dispose()
  $pipe = $next
}
