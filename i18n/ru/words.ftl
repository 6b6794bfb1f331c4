act-accept = Принять на рассмотрение
act-return = Вернуть
act-forward = Направить соответствующему обладателю
act-answer = Ответить
act-extend = Продлить срок
act-refuse = Отказать
act-already-published = Сообщить, что опубликовано
act-notify = Уведомить о продлении срока
act-clarify = Уточнить содержание
act-correct = Исправить ответ
act-close = Завершить работу по неодобренному ответу
act-withdraw = Отозвать запрос

state-new = Новый
state-moderation = На модерации
state-consideration = На рассмотрении
state-returned = Возвращён
state-forwarded = Перенаправлен
state-refused = Отказано
state-answered = Отвечен
state-withdrawn = Отозван
state-extended = Продлён
state-unknown = Неизвестное состояние

role-administrator = администратор
role-head = руководитель
role-moderator = ответственный сотрудник (модератор)
role-operator = оператор
role-trainer = преподаватель
role-support = поддержка
role-intake = приёмная часть портала

event-received = Поступил
event-opened = Взят на модерацию
event-accepted = Принят на рассмотрение
event-returned = Возвращён
event-forwarded = Направлен соответствующему обладателю
event-answered = Отвечен
event-published = Указано, где опубликовано
event-refused = Отказано
event-extended = Срок продлён
event-notified = Пользователь уведомлён о продлении
event-clarified = Запрошено уточнение
event-corrected = Ответ исправлен
event-rated = Пользователь оценил ответ
event-followed-up = Работа по неодобренному ответу завершена
rating-like = «Нравится»
rating-dislike = «Не нравится»
event-withdrawn = Отозван пользователем

op-state-held = можно отозвать
op-state-ready = ждёт отправки
op-state-sending = отправляется
op-state-applied = применено на портале
op-state-done = завершено
op-state-conflict = конфликт
op-state-rejected = отклонено порталом
op-state-recalled = отозвано
op-state-dropped = снято

lang-kk = на казахском
lang-ru = на русском
lang-en = на английском
lang-mixed = на казахском и русском

countdown-days = { $days } р.д.
countdown-days-hours = { $days } р.д. { $hours } ч
countdown-hours = { $hours } ч
countdown-minutes = { $minutes } мин
countdown-today = сегодня { $time }
countdown-overdue = просрочено
countdown-overdue-days = просрочено { $days } р.д.
countdown-overdue-hours = просрочено { $hours } ч
countdown-missing = нет календаря

clause-law = Закон ст. { $article }{ $rest }
