act-accept = Accept for consideration
act-return = Return
act-forward = Forward to the competent holder
act-answer = Answer
act-extend = Extend the term
act-refuse = Refuse
act-already-published = Say that it is published
act-notify = Tell the user of the extension
act-clarify = Clarify the content
act-correct = Correct the answer
act-close = Close the follow-up of a dislike
act-withdraw = Withdraw the request

state-new = New
state-moderation = In moderation
state-consideration = Under consideration
state-returned = Returned
state-forwarded = Forwarded
state-refused = Refused
state-answered = Answered
state-withdrawn = Withdrawn
state-extended = Extended
state-unknown = Unknown state

role-administrator = administrator
role-head = head
role-moderator = responsible officer (moderator)
role-operator = operator
role-trainer = trainer
role-support = support
role-intake = intake of the portal

event-received = Received
event-opened = Taken into moderation
event-accepted = Accepted for consideration
event-returned = Returned
event-forwarded = Forwarded to the competent holder
event-answered = Answered
event-published = Told where it is published
event-refused = Refused
event-extended = Term extended
event-notified = User told of the extension
event-clarified = Clarification asked for
event-corrected = Answer corrected
event-rated = The user rated the answer
event-followed-up = The follow-up of a dislike was closed
rating-like = “Like”
rating-dislike = “Dislike”
event-withdrawn = Withdrawn by the user

op-state-held = can be recalled
op-state-ready = waits to be sent
op-state-sending = being sent
op-state-applied = applied on the portal
op-state-done = done
op-state-conflict = conflict
op-state-rejected = rejected by the portal
op-state-recalled = recalled
op-state-dropped = dropped

lang-kk = in Kazakh
lang-ru = in Russian
lang-en = in English
lang-mixed = in Kazakh and Russian

countdown-days = { $days } wd
countdown-days-hours = { $days } wd { $hours } h
countdown-hours = { $hours } h
countdown-minutes = { $minutes } min
countdown-today = today { $time }
countdown-overdue = overdue
countdown-overdue-days = overdue { $days } wd
countdown-overdue-hours = overdue { $hours } h
countdown-missing = no calendar

clause-law = Law art. { $article }{ $rest }
