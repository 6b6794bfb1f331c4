# The letter as the user will read it
letter-to = To: { $name }
letter-subject = Request No. { $number } (registered { $registered }). { $act }
letter-ground = Ground ({ $clause }): { $text }.
letter-secret = Kind of information: { $kind }.
letter-part = The ground concerns a part of the information only; the rest is given with this letter.
letter-review-on = The ground is temporary: the request will be reviewed on { $day }.
letter-complaint = You may complain about this decision to the higher body or to a court within three months from the day you learned of it (article 18 of the Law).
letter-forwarded = Your request was forwarded to this holder: { $name }, { $address }.
letter-answer-due = Last day of the answer: { $due }.
letter-basis = Ground: { $clauses }.
letter-signature = { $position } { $signatory }
letter-sent-by = Sent through the Internet portal of open dialogue.
