profile-field-kind = Kind of holder
profile-field-state-share = State share
profile-field-address = Postal address
profile-field-signatories = Signatories
profile-field-blog = Text of the blog
profile-field-hours = Working hours
profile-field-draft-days = Readiness of a draft
profile-field-timeliness = Moment that counts
profile-field-week = Working week
profile-field-day-counting = Counting of days
profile-field-cut-off = Last moment of registration
profile-field-roll = Shift from a free day
profile-field-before = “At least N days before”
profile-field-extension-base = Base of an extension
profile-field-red = Reading of the red colour

profile-kind-sb = state body
profile-kind-qp = quasi-public entity
profile-kind-si = state institution
profile-kind-br = recipient of budget money
profile-kind-sm = state monopoly
profile-kind-ec = holder of ecological or emergency information
profile-kind-pf = performer of public functions
profile-share = { $share } %
profile-hours = { $start }–{ $end }, break { $from }–{ $to }
profile-hours-no-pause = { $start }–{ $end }, no break
profile-draft-days =
    { $days ->
        [0] no day is set
        [one] { $days } working day before the last day of the answer
       *[other] { $days } working days before the last day of the answer
    }
profile-none = none
profile-timeliness-receipt = receipt by the portal
profile-timeliness-decision = moment of the decision
profile-week-five-day = five days
profile-week-six-day = six days
profile-day-counting-after-start = from the day after the start
profile-day-counting-from-start = from the day of the start (stricter than the law)
profile-roll-next-working-day = on the next working day
profile-roll-previous-working-day = on the working day before
profile-roll-none = where it falls
profile-before-lenient = N working days before the event
profile-before-strict = N full working days in between
profile-extension-base-raw = the end of the term before a shift
profile-extension-base-latest = the shifted end of the term
profile-red-as-pack = as the rule pack says
profile-red-safe = the cautious reading
profile-red-latest = the last defensible reading

profile-fault-percent = give a share from 0 to 100 per cent
profile-fault-both-languages = write it in Kazakh and in Russian
profile-fault-text = shorten it and leave out characters that are not printed
profile-fault-no-signatory = name at least one: no letter leaves without a signature
profile-fault-signatory = give each a name and a position in Kazakh and in Russian
profile-fault-too-many-signatories = name no more than 20
profile-fault-hours = let the day end after it begins and the break lie inside it
profile-fault-cut-off = let the last moment of registration be after work begins
profile-fault-draft-days = give 0 to 10 working days
profile-fault-unreadable = it is not written like a value of this field
profile-fault = { $field }: { $fault }
profile-takes-requests = Requests are taken
profile-takes-none = No requests are taken: they are addressed only to quasi-public entities with a state share below 100 % [145 ¶2(1), (4)]
profile-last = Last change: { $when }, { $by }
profile-never = Not changed at the portal yet

profile-moved = { $number }  { $rule }: { $old } → { $new }
profile-sum = Open requests: { $open }, with a term that moves: { $moved }.
profile-changed-fields = Changing: { $fields }.
profile-applied = In force now. Workstations see it with their next exchange.
profile-dry = Nothing was written. To put it in force, repeat without --dry-run.
profile-nothing = The profile is like this already: nothing to change.
profile-file = This is not a file of a profile: { $file }: { $cause }
profile-file-hint = “awp profile print” gives a complete one.
profile-role-may-not = This role does not change the holder's profile: its administrator or head does.
profile-role-may-not-read = This role does not see the holder's profile.
profile-conflict = Somebody else changed the profile meanwhile.
profile-conflict-hint = Look at the profile again (“awp profile print”) and decide anew.
profile-refused = The profile was not accepted: { $faults }.
profile-no-holder = The holder of this account is not in the portal's directory.

help-profile = The profile of the holder: show, print, change it
help-profile-show = The profile and its last change
help-profile-print = The profile as TOML that “awp profile apply” reads
help-profile-apply = Change the fields a file names, and say which terms move
help-profile-apply-file = TOML file with the fields that change
help-profile-apply-dry-run = Only say what would move

action-app-settings = Settings
action-app-settings-hint = Settings of this workstation and the profile of the holder
action-settings-part = Other part
action-settings-part-hint = Go between this workstation and the holder
action-settings-next = Next value
action-settings-next-hint = Take the next value of the selected setting
action-settings-previous = Previous value
action-settings-previous-hint = Take the previous value of the selected setting
action-settings-send = Put in force
action-settings-send-hint = See which terms move, and send the profile to the portal
scope-settings = Settings
scope-profile-moves = Change of the profile
scope-keyboard-check = Check of the keyboard
scope-law = Rules

disabled-profile-role = Only the administrator or head of the holder changes its profile
disabled-no-link = There is no link to the portal, and this change is not queued
disabled-profile-loading = The portal has not answered yet
disabled-nothing-changed = Nothing of the profile was changed
disabled-too-long-here = The text is long: change it with “awp profile apply”

profile-failure-no-link = There is no link to the portal: the profile was not changed
profile-failure-role = The portal does not let this role change the profile
profile-failure-no-holder = The holder is not in the portal's directory
profile-failure-changed = Somebody else changed the profile meanwhile: look again
profile-failure-refused = The portal did not accept the profile: check the values
notice-profile-changed =
    { $count ->
        [0] The profile is in force, no term moved
        [one] The profile is in force, terms of { $count } open item moved
       *[other] The profile is in force, terms of { $count } open items moved
    }
notice-profile-left = The changes of the profile were dropped

settings-title = Settings
settings-part-workstation = This workstation
settings-part-holder = The holder
settings-language = Language
settings-theme = Theme
theme-named-default = terminal colours
theme-named-light = light background
theme-named-dark = dark background
theme-named-contrast = high contrast
theme-named-colour-blind = colour blindness
theme-named-mono = no colour
settings-keyboard = Keyboard
settings-recall = Recall window
settings-color = Colours
settings-ascii = ASCII signs only
settings-mouse = Mouse
settings-slow-link = Slow link
settings-lang-kk = Kazakh
settings-lang-ru = Russian
settings-lang-en = English
settings-seconds = { $seconds } s
settings-color-auto = as the terminal says
settings-color-mono = none
settings-color-ansi = 16 colours
settings-color-indexed = 256 colours
settings-color-rgb = full colour
settings-slow-auto = automatic
settings-on = yes
settings-off = no
settings-hint-workstation = { $previous } { $next } – change: applied at once and saved
settings-hint-choose = { $previous } { $next } – choose a value · { $send } – send to the portal
settings-hint-type = { $key } – write · { $send } – send to the portal
settings-hint-hours = For example: 09:00–18:30, 13:00–14:30 (the second is the break)
settings-hint-signatory = Name; position in Kazakh; position in Russian. A blank line removes
settings-hint-break = Write “ | ” in place of a new line
settings-address-kk = Address in Kazakh
settings-address-ru = Address in Russian
settings-blog-kk = Text of the blog in Kazakh
settings-blog-ru = Text of the blog in Russian
settings-signatory = Signatory { $number }
settings-signatory-new = New signatory
settings-no-holder = This account has no holder.
settings-holder = { $name } ({ $bin })
settings-changed = changed
settings-asked = The portal has been asked…

moves-title =
    { $count ->
        [0] No term moves
        [one] { $count } open item moves
       *[other] { $count } open items move
    }
moves-changes = What changes
moves-change = { $field }: { $old } → { $new }
moves-terms = Terms that move
moves-none = No term of the open items ({ $open }) moves.
moves-send = Put in force
moves-sent = Being sent…
moves-more = { $count } more: “awp profile apply --dry-run” lists them all
profile-failure-unknown = The portal did not answer: the profile may have changed, it is read again
profile-failure-unread = The portal did not give the profile: close the settings and open them again
portal-holder-log-none = The profile of the holder { $bin } was not changed.
help-portal-holder-log = Changes of the profile of a holder
help-portal-holder-log-bin = BIN of the holder
help-portal-holder-log-database = Database
