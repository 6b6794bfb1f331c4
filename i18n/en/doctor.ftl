doctor-ok = ok
doctor-warning = warning
doctor-failure = failure
doctor-failed = { $count ->
    [one] { $count } check failed.
   *[other] { $count } checks failed.
}
doctor-versions = awp { $program }, protocol { $protocol }
doctor-config = Settings file: { $path }
doctor-config-absent = No settings file, the defaults apply: { $path }
doctor-zone = Time zone: Asia/Almaty, with the change of 1 March 2024
doctor-zone-old = The time zone data inside the program are old: dates would be an hour off.
doctor-reinstall = Install the program anew.
doctor-rules = Rules: { $packs } packs, hash { $hash }
doctor-rules-hint = Mend or remove the named file.
doctor-calendar = Calendar loaded for the years { $years }
doctor-calendar-missing = No calendar for { $year }: terms cannot be computed.
doctor-calendar-hint = Synchronise with the portal or update the program.
doctor-data = Data directory: { $path }
doctor-data-absent = No data directory yet, the first sign-in makes it: { $path }
doctor-permissions = Open to others ({ $mode }): { $path }
doctor-room = Free on the disk: { $mib } MiB
doctor-room-hint = Free some space on the disk: without it nothing is stored.
doctor-clock = Clock: { $now } (Asia/Almaty)
doctor-clock-back = The clock says { $now }, but data were written at { $written }.
doctor-clock-hint = Set the clock of the computer right.
doctor-terminal = Terminal: { $term }, colours: { $depth }
doctor-screen = Screen: { $columns }×{ $rows }
doctor-screen-hint = At least { $columns }×{ $rows } is needed: enlarge the window.
doctor-locale = Locale: { $locale }
doctor-locale-not-utf8 = The locale is not UTF-8: { $locale }
doctor-locale-hint = Set LANG to a UTF-8 locale, such as en_GB.UTF-8.
doctor-vault = The file with the key of the store is whole
doctor-templates = Templates of letters: { $count } (yours from { $path } among them)
doctor-templates-bad = Your own templates are not used: { $cause }
doctor-keys = Your own keys are used: { $path }
doctor-keys-bad = Your own keys are not used: { $cause }
