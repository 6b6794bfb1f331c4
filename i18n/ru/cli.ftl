cli-no-home = Домашний каталог не найден: негде хранить настройки и данные.
cli-no-home-hint = Укажите --config ФАЙЛ и --data КАТАЛОГ.
cli-bad-config-hint = Исправьте названную строку файла; образец показывает «awp print config».

usage-hint = Все параметры показывает «--help».
usage-did-you-mean = Возможно, «{ $better }»?
usage-value-missing = «{ $argument }» требует значения.
usage-bad-value = «{ $argument }» не принимает такого значения: «{ $value }» ({ $choices }).
usage-unknown-argument = Нет такого параметра: «{ $argument }».
usage-unknown-command = Нет такой команды: «{ $command }».
usage-too-many-values = «{ $argument }» указывается только один раз.
usage-argument-conflict = «{ $argument }» и «{ $other }» не указываются вместе.
usage-argument-missing = Не указан обязательный аргумент: { $argument }.
usage-command-missing = Не указана команда.
usage-not-utf8 = Один из аргументов – не текст UTF-8.
