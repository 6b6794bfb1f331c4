refusal-role-may-not = “{ $act }” is not for this role: { $role }.
refusal-already-accepted = The request is already under consideration: “{ $act }” is no longer possible.
refusal-not-yet-accepted = The request has to be accepted first: “{ $act }” is possible only after that.
refusal-closed = The request is closed (“{ $state }”): “{ $act }” is no longer possible.
refusal-already-extended = The term was already extended once; it cannot be extended again.
refusal-nothing-to-correct = There is no answer to correct: the state of the request is “{ $state }”.
refusal-not-offered = “{ $act }” is lawful, but this version of the program does not carry it out.
refusal-reason-missing = A return has to name at least one unmet requirement of article 11.
refusal-check-unmet = { $id }: the data do not meet it; decide this request by itself.
refusal-unknown-reason = No such requirement: { $id }.
refusal-forward-instead = Another holder's competence is no ground of return: forward the request to that holder within three working days.
refusal-not-a-ground-of-return = That no information is asked for ({ $id }) is no ground of return: explain the right procedure to the user.
refusal-motive-missing = There is no motive: write what the user has to mend.
refusal-motive-too-long = The text has { $chars } characters, at most { $max } are accepted.
refusal-late-reason-missing = The last day for this act was { $due }: give the reason for lateness.
refusal-nothing-to-follow-up = No “Dislike” waits to be followed up.
refusal-nothing-to-rate = There is no answer to rate ({ $state }).
refusal-rating-reason-missing = A “Dislike” says why.
refusal-already-sent = The act has already been sent: it can be corrected, but not recalled.
refusal-read-only = This workstation is read-only.
refusal-not-understood = This was written by a newer portal: update the workstation to act on it.
refusal-no-such-item = There is no such request, or this account does not see it.
refusal-op-id-reused = The id of the operation already stands for another decision.
refusal-foreign-op = The decision was made by another account: sign in as that account.
refusal-not-about-requester = Requirement { $id } does not concern this requester: choose another.
refusal-addressee-missing = Choose the holder.
refusal-unknown-addressee = No such holder in the directory: BIN { $bin }.
refusal-addressee-takes-none = This holder (BIN { $bin }) takes no requests here: its way is e-Otinish (eotinish.kz).
refusal-addressee-is-self = The request is with this holder already.
refusal-addressee-passed-it = This holder (BIN { $bin }) has forwarded this request itself: it is not sent back.
refusal-text-missing = There is no text: write what the user will read.
refusal-requisite-missing = The letter lacks: { $requisite }. An answer carries the name and address of the holder and the position of the signatory.
refusal-wrong-language = The request is in { $asked }, the letter in { $given }: a letter is written in the language of the request.
refusal-repeated = The request is a repeated one: give the information itself.
refusal-ground-missing = A refusal has to name at least one ground of the closed list.
refusal-unknown-ground = No such ground of refusal: { $id }.
refusal-secret-missing = Ground { $id }: name the kind of restricted information.
refusal-unknown-secret = No such kind of restricted information: { $id }.
refusal-secret-foreign = A kind of restricted information, or a part of it, belongs to ground B3 only.
refusal-review-missing = Ground { $id } is temporary: name the day of review.
refusal-review-foreign = The day of review lies ahead and belongs to a temporary ground (B4 to B7).
refusal-approval-missing = The term is extended by the head: record the approval of the head.
refusal-extension-too-late = The answer was due on { $due }: the term can no longer be extended.
refusal-extension-too-short = { $days ->
    [one] { $days } day brings
   *[other] { $days } days bring
} nothing: the answer stays due on { $due }.{ $smallest ->
    [0] {""}
   *[other] {" "}At least { $smallest } are needed.
}
refusal-extension-impossible = An extension of { $days } days is not possible: 1 to 15 calendar days, under rules that know an extension.
refusal-nothing-to-notify = There is no extension of which the user was not told.
requisite-holder = the name of the holder
requisite-address = the postal address of the holder
requisite-position = the position of the signatory
requisite-signatory = the name of the signatory
