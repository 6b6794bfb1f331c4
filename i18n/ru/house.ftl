action-compose-ask-reader = Дать прочесть
action-compose-ask-reader-hint = Перед отправкой текст прочтёт коллега
action-item-reading = Текст, данный мне
action-item-reading-hint = Прочесть текст, который дал коллега, одобрить его или вернуть
action-reading-good = Одобрить
action-reading-good-hint = Текст можно отправлять как есть
action-reading-back = Вернуть с замечанием
action-reading-back-hint = Вернуть автору вместе с замечанием
action-colleagues-absence = Замещение
action-colleagues-absence-hint = Указать, кто замещает выбранного коллегу и в какие дни
action-absence-take-back = Снять замещение
action-absence-take-back-hint = Отменить замещение в эти дни
action-colleagues-handover = Лист передачи
action-colleagues-handover-hint = Открытая работа выбранного коллеги на одном листе
scope-reading = Текст для чтения
scope-absence = Замещение
scope-handover = Лист передачи

disabled-nothing-to-read = Вам не давали текста для чтения
disabled-letter-to-many = Письмо многим второму читателю не даётся: просмотрите его сами перед отправкой
disabled-choosing-reader = Сейчас выбирается, кто прочтёт текст

notice-reading-asked = № { $number }: текст прочтёт { $user }
notice-read-good = № { $number }: текст одобрен
notice-read-back = № { $number }: текст возвращён с замечанием
notice-was-read-good = № { $number }: { $user } – ваш текст одобрен
notice-was-read-back = № { $number }: { $user } – ваш текст возвращён с замечанием
notice-stands-in = { $from } – { $to }: вместо { $user } работает { $substitute }
notice-stands-in-no-more = { $from } – { $to }: замещение { $user } отменено

colleagues-choose-reader = № { $number }: кто прочтёт текст?
colleagues-reader-hint = { $key } – дать текст прочесть выбранному коллеге

reading-title = № { $number }: { $act }, текст для чтения
reading-from = От { $user }, { $at }
reading-remark = Замечание:
reading-keys = { $good } – одобрить · { $back } – вернуть с замечанием

reading-extension = Продлить срок на { $days } дн.
approval-recorded = { $at }: одобрено руководителем ({ $user }).

opinion-section = Второй читатель
opinion-waits = { $user } читает (дано { $at })
opinion-waits-changed = { $user } читает (дано { $at }); с тех пор текст изменён
opinion-good = { $user } – одобрено ({ $at })
opinion-good-changed = { $user } – одобрено ({ $at }), но с тех пор текст изменён
opinion-back = { $user } – возвращено ({ $at }): { $remark }
opinion-back-changed = { $user } – возвращено ({ $at }), с тех пор текст изменён: { $remark }

absence-title = { $user }: замещение
absence-days = Дни:
absence-days-hint = например, 23.03.2026 – 27.03.2026; один день – одна дата
absence-no-days = Дни не распознаны: напишите так: 23.03.2026 – 27.03.2026
absence-substitute = Кто замещает
absence-nobody = Другого человека с этой ролью нет.
absence-known = Указанные дни
absence-none-known = Дней не указано.
absence-hint = { $key } – назначить выбранного на эти дни

handover-heading = Лист передачи: { $user }
handover-empty = У { $user } нет открытой работы.

gate-reader = Ещё не одобрено: { $words }.

history-assigned = Дано в работу: { $by } → { $to }
history-assigned-to-nobody = Не дано никому: { $by }
history-reading-asked = Дано прочесть: { $by } → { $user } ({ $act })
history-read-good = Текст одобрен: { $user }
history-read-back = Текст возвращён с замечанием: { $user }

help-colleagues-ask = Дать текст второму читателю перед отправкой
help-colleagues-ask-number = Номер запроса
help-colleagues-ask-reader = Кто прочтёт
help-colleagues-ask-act = Для какого действия текст
help-colleagues-ask-text = Файл с текстом
help-colleagues-ask-days = Дни продления: читатель одобряет их вместе с причиной
