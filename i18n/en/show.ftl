show-acts = Acts
show-heading-clause = Clause
show-reveal-reason = Give the reason for showing personal data (at most { $max } characters).
