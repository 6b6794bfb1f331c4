show-acts = Acts
show-heading-clause = Clause
show-reveal-reason = Give the reason for showing personal data (at most { $max } characters).
show-stale = This replica has not exchanged with the portal for 30 days: personal data are not shown.
show-stale-hint = Exchange first: awp sync.
