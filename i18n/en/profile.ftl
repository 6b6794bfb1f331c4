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
