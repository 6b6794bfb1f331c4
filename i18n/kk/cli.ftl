cli-no-home = Үй каталогы табылмады: баптаулар мен деректерді сақтайтын орын жоқ.
cli-no-home-hint = --config ФАЙЛ және --data КАТАЛОГ көрсетіңіз.
cli-bad-config-hint = Файлдың аталған жолын түзетіңіз; «awp print config» үлгісін көрсетеді.

usage-hint = Барлық параметрлерді «--help» көрсетеді.
usage-did-you-mean = Мүмкін, «{ $better }»?
usage-value-missing = «{ $argument }» мәнін талап етеді.
usage-bad-value = «{ $argument }» мұндай мәнді қабылдамайды: «{ $value }» ({ $choices }).
usage-unknown-argument = Мұндай параметр жоқ: «{ $argument }».
usage-unknown-command = Мұндай команда жоқ: «{ $command }».
usage-too-many-values = «{ $argument }» бір рет қана беріледі.
usage-argument-conflict = «{ $argument }» пен «{ $other }» бірге берілмейді.
usage-argument-missing = Міндетті аргумент берілмеген: { $argument }.
usage-command-missing = Команда берілмеген.
usage-not-utf8 = Аргументтердің бірі UTF-8 мәтіні емес.
