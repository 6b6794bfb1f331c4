# Письмо, как его прочтёт пользователь
letter-to = Кому: { $name }
letter-subject = Запрос № { $number } (зарегистрирован { $registered }). { $act }
letter-ground = Основание ({ $clause }): { $text }.
letter-secret = Вид сведений: { $kind }.
letter-part = Основание относится только к части информации, остальная часть предоставляется этим письмом.
letter-review-on = Основание временное: запрос будет пересмотрен { $day }.
letter-complaint = Это решение можно обжаловать в вышестоящий орган или в суд в течение трёх месяцев со дня, когда Вы о нём узнали (статья 18 Закона).
letter-forwarded = Ваш запрос направлен обладателю: { $name }, { $address }.
letter-answer-due = Последний день ответа: { $due }.
letter-basis = Основание: { $clauses }.
letter-signature = { $position } { $signatory }
letter-sent-by = Отправлено через Интернет-портал открытого диалога.
