cli-no-home = No home directory was found: there is no place for settings and data.
cli-no-home-hint = Give --config FILE and --data DIR.
cli-bad-config-hint = Mend the line named; "awp print config" shows a sample.
