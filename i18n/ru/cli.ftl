cli-no-home = Домашний каталог не найден: негде хранить настройки и данные.
cli-no-home-hint = Укажите --config ФАЙЛ и --data КАТАЛОГ.
cli-bad-config-hint = Исправьте названную строку файла; образец показывает «awp print config».
