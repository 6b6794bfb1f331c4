profile-field-kind = Вид обладателя
profile-field-state-share = Доля государства
profile-field-address = Почтовый адрес
profile-field-signatories = Кто подписывает
profile-field-blog = Текст блога
profile-field-hours = Рабочее время
profile-field-draft-days = Готовность черновика ответа
profile-field-timeliness = Критерий своевременности
profile-field-week = Рабочая неделя
profile-field-day-counting = Отсчёт дней
profile-field-cut-off = Последний момент регистрации
profile-field-roll = Перенос срока с выходного
profile-field-before = «Не менее чем за N дней»
profile-field-extension-base = База продления
profile-field-red = Прочтение для красного цвета

profile-kind-sb = государственный орган
profile-kind-qp = субъект квазигосударственного сектора
profile-kind-si = государственное учреждение
profile-kind-br = получатель бюджетных средств
profile-kind-sm = субъект государственной монополии
profile-kind-ec = обладатель экологической или чрезвычайной информации
profile-kind-pf = исполнитель публичных функций
profile-share = { $share } %
profile-hours = { $start }–{ $end }, перерыв { $from }–{ $to }
profile-hours-no-pause = { $start }–{ $end }, без перерыва
profile-draft-days =
    { $days ->
        [0] день не назначен
        [one] за { $days } рабочий день до последнего дня ответа
        [few] за { $days } рабочих дня до последнего дня ответа
       *[other] за { $days } рабочих дней до последнего дня ответа
    }
profile-none = нет
profile-timeliness-receipt = момент приёма порталом
profile-timeliness-decision = момент решения
profile-week-five-day = пятидневная
profile-week-six-day = шестидневная
profile-day-counting-after-start = со следующего дня
profile-day-counting-from-start = со дня начала (строже закона)
profile-roll-next-working-day = следующий рабочий день
profile-roll-previous-working-day = предыдущий рабочий день
profile-roll-none = день, на который выпал
profile-before-lenient = N рабочих дней до события
profile-before-strict = N полных рабочих дней между
profile-extension-base-raw = конец срока без переноса
profile-extension-base-latest = перенесённый конец срока
profile-red-as-pack = по пакету правил
profile-red-safe = осторожное прочтение
profile-red-latest = последнее возможное прочтение

profile-fault-percent = дайте долю от 0 до 100 процентов
profile-fault-both-languages = напишите на казахском и на русском
profile-fault-text = сократите и уберите непечатаемые знаки
profile-fault-no-signatory = назовите хотя бы одного: без подписи не уходит ни одно письмо
profile-fault-signatory = дайте каждому имя и должность на казахском и на русском
profile-fault-too-many-signatories = назовите не больше 20 человек
profile-fault-hours = день должен кончаться позже начала, перерыв – лежать внутри него
profile-fault-cut-off = последний момент регистрации должен быть позже начала рабочего дня
profile-fault-draft-days = дайте от 0 до 10 рабочих дней
profile-fault-unreadable = значение написано не так, как в этом поле
profile-fault = { $field }: { $fault }
profile-takes-requests = Запросы принимаются
profile-takes-none = Запросы не принимаются: их адресуют только субъектам квазигосударственного сектора с долей государства меньше 100 % [145 ¶2(1), (4)]
profile-last = Последнее изменение: { $when }, { $by }
profile-never = На портале ещё не менялся

profile-moved = { $number }  { $rule }: { $old } → { $new }
profile-sum = Открытых запросов: { $open }, со сдвигом срока: { $moved }.
profile-changed-fields = Меняется: { $fields }.
profile-applied = Введено в действие. Рабочие места увидят при следующем обмене.
profile-dry = Ничего не записано. Чтобы ввести в действие, повторите без --dry-run.
profile-nothing = Профиль уже такой: менять нечего.
profile-file = Это не файл профиля: { $file }: { $cause }
profile-file-hint = Готовый файл даёт «awp profile print».
profile-role-may-not = Эта роль не меняет профиль обладателя: его меняет администратор или руководитель.
profile-role-may-not-read = Эта роль не видит профиль обладателя.
profile-conflict = Профиль тем временем изменил кто-то другой.
profile-conflict-hint = Посмотрите профиль снова («awp profile print») и решите заново.
profile-refused = Профиль не принят: { $faults }.
profile-no-holder = Обладателя этой учётной записи нет в списке портала.

help-profile = Профиль обладателя: показать, напечатать, изменить
help-profile-show = Профиль и его последнее изменение
help-profile-print = Профиль в виде TOML, который читает «awp profile apply»
help-profile-apply = Изменить поля, названные в файле, и сказать, какие сроки сдвинутся
help-profile-apply-file = Файл TOML с полями, которые меняются
help-profile-apply-dry-run = Только сказать, что сдвинется

action-app-settings = Настройки
action-app-settings-hint = Настройки этого рабочего места и профиль обладателя
action-settings-part = Другая часть
action-settings-part-hint = Перейти между рабочим местом и обладателем
action-settings-next = Следующее
action-settings-next-hint = Взять следующее значение выбранной настройки
action-settings-previous = Предыдущее
action-settings-previous-hint = Взять предыдущее значение выбранной настройки
action-settings-send = Ввести профиль
action-settings-send-hint = Увидеть, какие сроки сдвинутся, и отправить профиль на портал
scope-settings = Настройки
scope-profile-moves = Изменение профиля
scope-keyboard-check = Проверка клавиатуры
scope-law = Нормы

disabled-profile-role = Профиль меняет только администратор или руководитель обладателя
disabled-no-link = Нет связи с порталом, а это изменение в очередь не ставится
disabled-profile-loading = Портал ещё не ответил
disabled-nothing-changed = В профиле ничего не изменено
disabled-too-long-here = Текст длинный: измените его через «awp profile apply»

profile-failure-no-link = Нет связи с порталом: профиль не изменён
profile-failure-role = Портал не разрешает этой роли менять профиль
profile-failure-no-holder = Обладателя нет в списке портала
profile-failure-changed = Профиль тем временем изменил кто-то другой: посмотрите снова
profile-failure-refused = Портал не принял профиль: проверьте значения
notice-profile-changed =
    { $count ->
        [0] Профиль введён, сроки не сдвинулись
        [one] Профиль введён, срок сдвинулся у { $count } открытого запроса
       *[other] Профиль введён, срок сдвинулся у { $count } открытых запросов
    }
notice-profile-left = Изменения профиля отброшены

settings-title = Настройки
settings-part-workstation = Это рабочее место
settings-part-holder = Обладатель
settings-language = Язык
settings-theme = Оформление
theme-named-default = цвета терминала
theme-named-light = светлый фон
theme-named-dark = тёмный фон
theme-named-contrast = высокий контраст
theme-named-colour-blind = при дальтонизме
theme-named-mono = без цвета
settings-keyboard = Клавиатура
settings-recall = Время отзыва
settings-color = Цвета
settings-ascii = Только знаки ASCII
settings-mouse = Мышь
settings-slow-link = Медленная связь
settings-lang-kk = казахский
settings-lang-ru = русский
settings-lang-en = английский
settings-seconds = { $seconds } с
settings-color-auto = как у терминала
settings-color-mono = без цвета
settings-color-ansi = 16 цветов
settings-color-indexed = 256 цветов
settings-color-rgb = полный цвет
settings-slow-auto = автоматически
settings-on = да
settings-off = нет
settings-hint-workstation = { $previous } { $next } – изменить: применяется сразу и сохраняется
settings-hint-choose = { $previous } { $next } – выбрать значение · { $send } – отправить на портал
settings-hint-type = { $key } – написать · { $send } – отправить на портал
settings-hint-hours = Например: 09:00–18:30, 13:00–14:30 (второе – перерыв)
settings-hint-signatory = Имя; должность на казахском; должность на русском. Пустая строка удаляет
settings-hint-break = Вместо новой строки пишите « | »
settings-address-kk = Адрес, на казахском
settings-address-ru = Адрес, на русском
settings-blog-kk = Текст блога, на казахском
settings-blog-ru = Текст блога, на русском
settings-signatory = Подписывает { $number }
settings-signatory-new = Новый подписант
settings-no-holder = У этой учётной записи нет обладателя.
settings-holder = { $name } ({ $bin })
settings-changed = изменено
settings-asked = Ждём ответа портала…

moves-title =
    { $count ->
        [0] Сроки не сдвигаются
        [one] Сдвигается срок у { $count } открытого запроса
       *[other] Сдвигаются сроки у { $count } открытых запросов
    }
moves-changes = Что меняется
moves-change = { $field }: { $old } → { $new }
moves-terms = Сдвигаются сроки
moves-none = Ни у одного из открытых запросов ({ $open }) срок не сдвигается.
moves-send = Ввести
moves-sent = Отправляется…
moves-more = Ещё { $count }: все показывает «awp profile apply --dry-run»
profile-failure-unknown = Портал не ответил: профиль мог и измениться, он читается заново
profile-failure-unread = Портал не дал профиль: закройте настройки и откройте снова
portal-holder-log-none = Профиль обладателя { $bin } не менялся.
help-portal-holder-log = Изменения профиля обладателя
help-portal-holder-log-bin = БИН обладателя
help-portal-holder-log-database = База данных
