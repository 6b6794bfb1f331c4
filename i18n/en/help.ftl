# Help and commands
help-title = Help: the keys of this place
help-title-all = Help: all keys
help-signs = Signs
help-sign-overdue = the term has passed
help-sign-today = the term ends today
help-sign-pending = a decision has not reached the portal
help-sign-owner = somebody works on it
help-sign-selected = the selected row
help-duty = «Answer» is a duty: past its term it is late. «To return», «To refuse» are only the last day for that act.
help-countdown = wd – working day, h – working hour.
help-disabled = not possible now: { $why }
palette-title = Commands
palette-prompt = Find a command
palette-empty = There is no such command.
message-title = Message
help-sign-writing = somebody writes, until when
