workstation-no-terminal = The workstation needs a terminal: standard input and output are not one.
workstation-no-terminal-hint = For scripts there are "awp list", "awp show" and "awp act" with --json.
workstation-failed = The workstation cannot start ({ $code }).
workstation-failed-hint = The log has the details: { $log }
workstation-ended-panic = The program met an error in itself and ended; everything typed and decided up to that second is stored. The log has the details: { $log }
