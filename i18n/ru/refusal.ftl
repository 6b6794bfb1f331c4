refusal-role-may-not = «{ $act }» – нет у этой роли: { $role }.
refusal-already-accepted = Запрос уже принят на рассмотрение: «{ $act }» больше невозможно.
refusal-not-yet-accepted = Сначала запрос нужно принять на рассмотрение: «{ $act }» возможно только после этого.
refusal-closed = Запрос закрыт («{ $state }»): «{ $act }» больше невозможно.
refusal-already-extended = Срок уже продлён один раз, второй раз продлить нельзя.
refusal-nothing-to-correct = Нет ответа, который можно исправить: состояние запроса – «{ $state }».
refusal-not-offered = «{ $act }» по закону возможно, но этой версией программы не выполняется.
refusal-reason-missing = Для возврата нужно указать хотя бы одно невыполненное требование статьи 11.
refusal-check-unmet = { $id }: данные не соответствуют, решите этот запрос отдельно.
refusal-unknown-reason = Нет такого требования: { $id }.
refusal-forward-instead = Компетенция другого обладателя – не основание возврата: направьте запрос соответствующему обладателю за три рабочих дня.
refusal-not-a-ground-of-return = То, что запрошена не информация ({ $id }), – не основание возврата: разъясните пользователю правильный порядок.
refusal-motive-missing = Нет мотива: напишите, что пользователь должен исправить.
refusal-motive-too-long = В тексте { $chars } знаков, принимается не больше { $max }.
refusal-late-reason-missing = Последний день этого действия был { $due }: укажите причину опоздания.
refusal-nothing-to-follow-up = Нет неразобранной оценки «Не нравится».
refusal-nothing-to-rate = Оценивать нечего: ответа нет ({ $state }).
refusal-rating-reason-missing = Оценка «Не нравится» требует причины.
refusal-already-sent = Действие уже отправлено: его можно исправить, но не отозвать.
refusal-read-only = Это рабочее место только для чтения.
refusal-not-understood = Это записал портал более новой версии: чтобы действовать, обновите рабочее место.
refusal-no-such-item = Такого запроса нет, или он не виден этой учётной записи.
refusal-op-id-reused = Идентификатор операции уже занят другим решением.
refusal-foreign-op = Решение принято другой учётной записью: войдите под ней.
refusal-not-about-requester = Требование { $id } не относится к этому пользователю: выберите другое.
refusal-addressee-missing = Выберите обладателя.
refusal-unknown-addressee = В справочнике нет такого обладателя: БИН { $bin }.
refusal-addressee-takes-none = Этот обладатель (БИН { $bin }) не принимает здесь запросы: его путь – «е-Өтініш» (eotinish.kz).
refusal-addressee-is-self = Запрос и так у этого обладателя.
refusal-addressee-passed-it = Этот обладатель (БИН { $bin }) сам направил этот запрос: назад его не направляют.
refusal-text-missing = Нет текста: напишите, что прочтёт пользователь.
refusal-requisite-missing = В письме не хватает: { $requisite }. В ответе указываются наименование и адрес обладателя и должность подписавшего.
refusal-wrong-language = Язык запроса – { $asked }, язык письма – { $given }: письмо пишется на языке запроса.
refusal-repeated = Запрос повторный: предоставьте саму информацию.
refusal-ground-missing = В отказе указывается хотя бы одно основание закрытого перечня.
refusal-unknown-ground = Нет такого основания отказа: { $id }.
refusal-secret-missing = Основание { $id }: укажите вид информации с ограниченным доступом.
refusal-unknown-secret = Нет такого вида информации с ограниченным доступом: { $id }.
refusal-secret-foreign = Вид информации с ограниченным доступом или её часть указываются только при основании B3.
refusal-review-missing = Основание { $id } временное: укажите день пересмотра.
refusal-review-foreign = День пересмотра должен быть впереди и относиться к временному основанию (B4–B7).
refusal-approval-missing = Срок продлевает руководитель: приложите его согласие.
refusal-extension-too-late = Срок ответа истёк { $due }: продлить его уже нельзя.
refusal-extension-too-short = { $days ->
    [one] { $days } день ничего не даёт
    [few] { $days } дня ничего не дают
   *[other] { $days } дней ничего не дают
}: ответ по-прежнему до { $due }.{ $smallest ->
    [0] {""}
   *[other] {" "}Нужно не менее { $smallest }.
}
refusal-extension-impossible = Продлить на { $days } дн. нельзя: от 1 до 15 календарных дней и по правилам, которые знают продление.
refusal-nothing-to-notify = Нет продления, о котором пользователь не уведомлён.
requisite-holder = наименование обладателя
requisite-address = почтовый адрес обладателя
requisite-position = должность подписавшего
requisite-signatory = имя подписавшего
