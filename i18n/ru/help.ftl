# Справка и команды
help-title = Справка: клавиши здесь
help-title-all = Справка: все клавиши
help-signs = Знаки
help-sign-overdue = срок прошёл
help-sign-today = срок истекает сегодня
help-sign-pending = решение не отправлено на портал
help-sign-owner = есть исполнитель
help-sign-selected = выбранная строка
help-duty = «Ответ» — обязанность: после срока это просрочка. «На возврат», «На отказ» — лишь последний день для этого акта.
help-countdown = р.д. — рабочий день, ч — рабочий час.
help-disabled = сейчас нельзя: { $why }
palette-title = Команды
palette-prompt = Поиск команды
palette-empty = Такой команды нет.
message-title = Сообщение
help-sign-writing = кто-то пишет, до какого времени
