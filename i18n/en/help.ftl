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
which-key-title = After { $key }
keyboard-check-title = Keyboard
keyboard-check-ask = Press the key marked “{ $key }”
keyboard-check-why = Switch to the layout in which you write Kazakh or Russian: commands will be on the same keys. Esc leaves without a check.
keyboard-check-latin = A Latin letter. If you also write Kazakh or Russian, switch the layout and press again; if only Latin, press Enter.
keyboard-check-missed = That looks like another key: press “{ $key }”.
help-lines = Line mode
help-lines-keys = A key is a letter or a name: a, w, F5, space, tab, enter, esc, down; a line may hold several. An empty line is Enter.
help-lines-names = A number opens that item; the name of a command carries it out: “Accept”, queue.next.
help-lines-text = In a text field a line goes into the text; a single full stop (.) ends the field, a line with a colon is a command (:esc).
help-lines-again = The sign = says everything here again.
