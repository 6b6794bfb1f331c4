# List
queue-title-home = All work
queue-title-requests = Requests
queue-title-filtered = { $title }: { $filter }
queue-place = { $at } / { $total }
queue-loading = Loading…
queue-empty = The queue is empty: nothing waits for a decision.
queue-empty-hint = Press { $key } to get new ones.
queue-empty-filter = Nothing matches this filter.
queue-empty-filter-hint = { $clear } clears the filter, { $filter } changes it.
queue-newer = update needed
queue-conflict = CONFLICT
# Act: a duty is a noun, the last day for an act is «to …»
queue-act-return = To return
queue-act-forward = To forward
queue-act-refusal = To refuse
queue-act-already-published = To point out
queue-act-extension = To extend
queue-act-answer = Answer
queue-act-extension-notice = Notice
queue-act-topic = Application
queue-act-question = Question
# Working time left
# Filter
filter-title = Filter
filter-help = Words, or: state:new act:return due:<2wd overdue lang:kk category:"Ипотека" owner:me pending. Negation: -
filter-error-open-quote = The quotation is not closed
filter-error-unknown-field = No such field: { $value }
filter-error-missing-value = A value is missing
filter-error-bad-value = { $field } does not take this value: { $value }
filter-error-unknown-category = No such category: { $value }
filter-error-nothing-to-find = Neither a letter nor a digit to look for
queue-lang-kk = kaz
queue-lang-ru = rus
queue-lang-en = eng
queue-lang-mixed = k/r
queue-marked = marked { $count }
queue-reads = reads: { $user }
