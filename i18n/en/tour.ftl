# The tour: captions below the screen; with their keys not wider than 74 columns
tour-title = AWP: one morning of work
tour-home = Home: all work in one list, the most urgent on top
tour-move = j, k or arrows: every line tells how much time is left
tour-why = w – why this date: the term counted day by day, with its rule
tour-accept = a – accept for consideration: what to check, on one sheet
tour-checks = Space: what was checked is ticked, and only then accepted
tour-recall = A decision does not leave at once: for a minute u recalls it
tour-templates = e – write an answer, F5 – templates of letters
tour-letter = The template is in the letter: only the text is left to complete
tour-gate = Before it leaves the letter is checked: another phone number was found
tour-outbox = 3 – the outbox: without a link nothing is lost either
tour-law = gl – the rules, by clause or words
tour-palette = F2 – every command by its name
