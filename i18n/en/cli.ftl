cli-no-home = No home directory was found: there is no place for settings and data.
cli-no-home-hint = Give --config FILE and --data DIR.
cli-bad-config-hint = Mend the line named; "awp print config" shows a sample.

usage-hint = “--help” shows all options.
usage-did-you-mean = Did you mean “{ $better }”?
usage-value-missing = “{ $argument }” needs a value.
usage-bad-value = “{ $argument }” does not take this value: “{ $value }” ({ $choices }).
usage-unknown-argument = No such option: “{ $argument }”.
usage-unknown-command = No such command: “{ $command }”.
usage-too-many-values = “{ $argument }” is given only once.
usage-argument-conflict = “{ $argument }” and “{ $other }” are not given together.
usage-argument-missing = A required argument is missing: { $argument }.
usage-command-missing = The command is missing.
usage-not-utf8 = One of the arguments is not UTF-8 text.
