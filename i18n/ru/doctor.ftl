doctor-ok = в порядке
doctor-warning = предупреждение
doctor-failure = ошибка
doctor-failed = { $count ->
    [one] Не пройдена { $count } проверка.
    [few] Не пройдены { $count } проверки.
   *[other] Не пройдено { $count } проверок.
}
doctor-versions = awp { $program }, протокол { $protocol }
doctor-config = Файл настроек: { $path }
doctor-config-absent = Файла настроек нет, действуют настройки по умолчанию: { $path }
doctor-zone = Часовой пояс: Asia/Almaty, изменение 1 марта 2024 года учтено
doctor-zone-old = Данные часового пояса в программе устарели: даты сдвинутся на час.
doctor-reinstall = Переустановите программу.
doctor-rules = Правила: пакетов { $packs }, хэш { $hash }
doctor-rules-hint = Исправьте или уберите названный файл.
doctor-calendar = Календарь загружен на годы: { $years }
doctor-calendar-missing = Нет календаря на { $year } год: сроки не вычисляются.
doctor-calendar-hint = Синхронизируйтесь с порталом или обновите программу.
doctor-data = Каталог данных: { $path }
doctor-data-absent = Каталога данных ещё нет, он появится при первом входе: { $path }
doctor-permissions = Доступно другим ({ $mode }): { $path }
doctor-room = Свободно на диске: { $mib } МиБ
doctor-room-hint = Освободите место на диске: без него ничего не сохранится.
doctor-clock = Часы: { $now } (Asia/Almaty)
doctor-clock-back = Часы показывают { $now }, а данные записаны { $written }.
doctor-clock-hint = Исправьте часы компьютера.
doctor-terminal = Терминал: { $term }, цвета: { $depth }
doctor-screen = Экран: { $columns }×{ $rows }
doctor-screen-hint = Нужно не меньше { $columns }×{ $rows }: увеличьте окно.
doctor-locale = Локаль: { $locale }
doctor-locale-not-utf8 = Локаль не UTF-8: { $locale }
doctor-locale-hint = Задайте в LANG локаль UTF-8, например ru_RU.UTF-8.
doctor-vault = Файл с ключом хранилища цел
doctor-templates = Шаблоны писем: { $count } (вместе с вашими из { $path })
doctor-templates-bad = Ваши шаблоны не используются: { $cause }
doctor-keys = Ваши клавиши используются: { $path }
doctor-keys-bad = Ваши клавиши не используются: { $cause }
doctor-themes = Оформления: { $count } (вместе с вашими из { $path })
doctor-themes-bad = Оформление не используется: { $cause }
doctor-themes-hint = Исправьте названный файл или выберите другое оформление; до тех пор действует «default».
