action-compose-ask-reader = Ask a reader
action-compose-ask-reader-hint = A colleague reads the text before it leaves
action-item-reading = Text given to me
action-item-reading-hint = Read the text a colleague gave you, approve it or send it back
action-reading-good = Approve
action-reading-good-hint = The text may leave as it is
action-reading-back = Send back
action-reading-back-hint = Send it back to its author with a remark
action-colleagues-absence = Substitute
action-colleagues-absence-hint = Say who does the work of the selected colleague on which days
action-absence-take-back = Take back
action-absence-take-back-hint = Take back what was said about these days
action-colleagues-handover = Handover sheet
action-colleagues-handover-hint = The open work of the selected colleague on one sheet
scope-reading = Text to read
scope-absence = Substitute
scope-handover = Handover sheet

disabled-nothing-to-read = No text waits for you to read it
disabled-letter-to-many = A letter to many goes to no second reader: look it through yourself before it leaves
disabled-choosing-reader = You are choosing who reads the text

notice-reading-asked = No. { $number }: { $user } reads the text
notice-read-good = No. { $number }: the text is approved
notice-read-back = No. { $number }: the text was sent back
notice-was-read-good = No. { $number }: { $user } approved your text
notice-was-read-back = No. { $number }: { $user } sent your text back
notice-stands-in = { $from } – { $to }: { $substitute } stands in for { $user }
notice-stands-in-no-more = { $from } – { $to }: nobody stands in for { $user } any more

colleagues-choose-reader = No. { $number }: who reads the text?
colleagues-reader-hint = { $key } gives the text to the selected colleague to read

reading-title = No. { $number }: { $act }, a text to read
reading-from = From { $user }, { $at }
reading-remark = Remark:
reading-keys = { $good } approves it · { $back } sends it back with the remark

reading-extension = Extend the term by { $days } days
approval-recorded = { $at }: approved by the head ({ $user }).

opinion-section = Second reader
opinion-waits = { $user } reads it (asked { $at })
opinion-waits-changed = { $user } reads it (asked { $at }); the text was changed since
opinion-good = { $user } approved it ({ $at })
opinion-good-changed = { $user } approved it ({ $at }), the text was changed since
opinion-back = { $user } sent it back ({ $at }): { $remark }
opinion-back-changed = { $user } sent it back ({ $at }), the text was changed since: { $remark }

absence-title = { $user }: substitute
absence-days = Days:
absence-days-hint = for example 23.03.2026 – 27.03.2026; one date for one day
absence-no-days = These are no days: write them like 23.03.2026 – 27.03.2026
absence-substitute = Who stands in
absence-nobody = Nobody else has this role.
absence-known = Days named so far
absence-none-known = No days are named.
absence-hint = { $key } makes the selected one the substitute on these days

handover-heading = Handover sheet: { $user }
handover-empty = { $user } has no open work.

gate-reader = { $words } has not approved this text yet.

history-assigned = Given to work on: { $by } → { $to }
history-assigned-to-nobody = Given to nobody in particular: { $by }
history-reading-asked = Given to read: { $by } → { $user } ({ $act })
history-read-good = Text approved: { $user }
history-read-back = Text sent back: { $user }

help-colleagues-ask = Give a text to a second reader before it leaves
help-colleagues-ask-number = Number of the request
help-colleagues-ask-reader = Who reads
help-colleagues-ask-act = The act the text is for
help-colleagues-ask-text = File with the text
help-colleagues-ask-days = Days of an extension, approved together with its reason
