# Даты
date-weekdays = пн вт ср чт пт сб вс
date-months = января февраля марта апреля мая июня июля августа сентября октября ноября декабря
date-long = { $weekday } { $day } { $month } { $year }
date-day-month = { $weekday } { $day } { $month }
date-short = { $date } { $weekday }
# Оставшееся время
# Строки расчёта
ledger-working = { $date } — рабочий день
ledger-weekend = { $date } — выходной
ledger-holiday = { $date } — праздник: { $name }, { $source }
ledger-day-off = { $date } — выходной, который не переносится: { $name }, { $source }
ledger-shifted = { $date } — выходной за праздник { $moved }: { $name }, { $source }
ledger-moved-off = { $date } — выходной, перенесён с { $moved }, { $source }
ledger-moved-work = { $date } — рабочий день, перенесён с { $moved }, { $source }
ledger-roll = { $date } — срок оканчивается в этот рабочий день: { $moved } — нерабочий день, { $source }
ledger-estimate = { $text } (дата предположительная)
# Срок
term-heading = { $title } — { $clause } ({ $pack })
term-kept-after-repeal = Приказ отменён { $date }, сохранён как внутреннее правило: { $act }
term-from = Начало отсчёта: { $date }
term-registered = Зарегистрировано: { $date }
term-raw = Окончание по календарю: { $date }
term-safe = Надёжная дата: { $date }
term-latest = Последняя дата: { $date }
term-ledger = Расчёт по дням:
term-not-in-force = Правило «{ $rule }» не действует { $date }.
term-not-in-force-hint = В каких пакетах оно есть, покажет «awp rules show { $rule }».
term-not-in-pack = В пакете { $pack } нет правила «{ $rule }».
term-has-no-term = У правила «{ $rule }» нет вычислимого срока.
term-has-no-term-hint = Правила со сроками покажет «awp rules list».
term-bad-days = Продление — от 1 до { $most } дней, указано { $given }.
term-no-days = --days задаётся только для правила «extension».
term-unknown-rule = Нет правила «{ $rule }».
term-unknown-pack = Нет пакета «{ $pack }».
term-unknown-hint = Пакеты и правила покажет «awp rules list».
term-bad-start = Не дата и не время: «{ $text }».
term-bad-start-hint = Например: 2026-03-06, 2026-03-06T18:30 или 2026-03-06T13:30Z.
# Календарь
calendar-missing = Нет данных календаря на { $date }.
calendar-missing-hint = Добавьте файл года { $year }: { $folder }/calendar/{ $year }.toml
calendar-missing-year-hint = Добавьте данные года { $year }.
calendar-bad-range = Дата --to раньше даты --from.
calendar-heading = { $year } год — рабочих дней: { $days }
calendar-warning = Внимание: { $text }
calendar-check-year = { $year } — рабочих дней: { $days }, переносов: { $transfers }
calendar-check-gap = Нет года { $year } между загруженными годами.
# Правила
rules-in-force = { $from } – { $until }
rules-approx = около { $date }
rules-always = …
rules-repealed = Отменён { $date }: { $act }
rules-unverified = Нумерация пунктов не сверена с полным текстом.
rules-our-reading = наше прочтение
rules-duty = обязанность
rules-last-day = последний день для действия
rules-not-found = Нет пакета, правила, проверки, основания или категории «{ $id }».
rules-error = { $place }: { $problem }
rules-problem-unknown-file = файл правил с таким именем не читается
rules-problem-unknown-field = неизвестное поле «{ $subject }»
rules-problem-missing-field = нет поля «{ $subject }»
rules-problem-bad-value = значение не читается: { $subject }
rules-problem-name-differs = имя файла не совпадает с «{ $subject }» внутри
rules-problem-duplicate = «{ $subject }» указано дважды
rules-problem-empty-text = текст «{ $subject }» пуст на одном из языков
rules-problem-dangling = «{ $subject }» ни на что не указывает
rules-problem-contradiction = дата { $subject } противоречит остальным данным
rules-problem-missing-file = нет списка
rules-remedy-unknown-file = Имя должно быть packs/ID.toml, calendar/ГОД.toml, checklist-a.toml, grounds-b.toml или categories.toml.
rules-remedy-unknown-field = Уберите поле или исправьте его имя.
rules-remedy-missing-field = Добавьте поле.
rules-remedy-bad-value = Исправьте значение.
rules-remedy-name-differs = Переименуйте файл или исправьте идентификатор.
rules-remedy-duplicate = Уберите одно из двух.
rules-remedy-empty-text = Дайте текст на казахском, русском и английском языках.
rules-remedy-dangling = Исправьте идентификатор или добавьте то, что он называет.
rules-remedy-contradiction = Исправьте дату.
rules-remedy-missing-file = Добавьте файл.
rules-unreadable = Файл { $path } не читается: { $cause }
rules-unreadable-hint = Проверьте, что файл есть и доступен для чтения.
# Разница двух пакетов
rules-packs-hint = Есть пакеты: { $packs }.
rules-diff-none = Между { $first } и { $second } разницы нет.
rules-diff-heading = { $first } → { $second }
rules-diff-pack = Сам пакет
rules-diff-added = + { $id }: добавлено
rules-diff-removed = − { $id }: убрано
rules-diff-changed = ~ { $id }: изменено
rules-diff-field = { $name }: { $value }
rules-diff-moved = { $name }: { $old } → { $new }
rules-diff-nothing = нет
rules-diff-yes = да
rules-field-act = акт
rules-field-source = источник
rules-field-precedence = старшинство
rules-field-rests-on = опирается на
rules-field-red = краснеет
rules-field-roll-source = основание переноса
rules-field-numbering-unverified = нумерация не сверена
rules-field-note = примечание
rules-field-in-force = действует
rules-field-repeal = отмена
rules-field-clause = пункт
rules-field-also = также
rules-field-who = кто
rules-field-nature = характер
rules-field-count = срок
rules-field-our-reading = наше прочтение
rules-field-short = кратко
rules-field-title = содержание
rules-field-period = периодичность
rules-field-working-days = рабочих дней
rules-field-items = чья, пункт
rules-value-administrator = администратор
rules-value-holder = обладатель информации
rules-value-head = руководитель
rules-value-operator = Оператор
rules-value-user = пользователь информации
rules-value-duty = обязанность
rules-value-last-day = последний день для действия
rules-value-safe = надёжный день
rules-value-latest = последний день
rules-value-continuous = постоянно
rules-value-regularly = регулярно
rules-value-daily = ежедневно
rules-value-weekly = еженедельно
rules-value-quarterly = ежеквартально
rules-value-half-yearly = раз в полугодие
rules-value-yearly = ежегодно
rules-value-once = однократно
rules-value-before = до события
rules-value-within = после повода
rules-value-around-event = до и после события
rules-value-per-draft = по каждому проекту
rules-value-per-list = по перечню
rules-value-per-its-rules = по своим правилам
rules-value-on-occurrence = по мере возникновения
rules-start-receipt = от поступления
rules-start-registration = от регистрации
rules-start-extension = от продления
rules-start-launch = от запуска
rules-start-submission = от подачи заявки
rules-start-start = от начала
rules-start-first-day = от первого дня
rules-start-previous-notice = от прошлого оповещения
rules-start-knowledge = со дня, когда стало известно
rules-count-working-days-after = { $days ->
    [one] { $days } рабочий день
    [few] { $days } рабочих дня
   *[many] { $days } рабочих дней
}, { $from }
rules-count-calendar-days = { $days ->
    [one] { $days } календарный день
    [few] { $days } календарных дня
   *[many] { $days } календарных дней
}, { $from }
rules-count-extension = ещё до { $days } календарных дней ({ $of })
rules-count-not-less-than-before = не менее чем за { $days ->
    [one] { $days } рабочий день
    [few] { $days } рабочих дня
   *[many] { $days } рабочих дней
}, { $from }
rules-count-lasts = не менее { $days ->
    [one] { $days } рабочего дня
   *[many] { $days } рабочих дней
}, { $from }
rules-count-months = { $days ->
    [one] { $days } месяц
    [few] { $days } месяца
   *[many] { $days } месяцев
}, { $from }
rules-count-largest-gap = не реже чем через { $days ->
    [one] { $days } календарный день
    [few] { $days } календарных дня
   *[many] { $days } календарных дней
}, { $from }
rules-count-none = нет вычисляемого срока
# Файл календаря
ics-problem-not-a-calendar = это не файл календаря
ics-remedy-not-a-calendar = Файл должен начинаться с BEGIN:VCALENDAR.
ics-problem-unfinished = { $subject } не закрыт или стоит не на месте
ics-remedy-unfinished = У каждого BEGIN должен быть свой END.
ics-problem-bad-line = строка не читается: «{ $subject }»
ics-remedy-bad-line = Строка должна иметь вид ИМЯ:ЗНАЧЕНИЕ.
ics-problem-other-component = { $subject } — не день
ics-remedy-other-component = Оставьте в файле только VEVENT.
ics-problem-recurrence = событие повторяется ({ $subject })
ics-remedy-recurrence = Запишите день каждого года отдельным VEVENT.
ics-problem-no-start = у события нет даты начала
ics-remedy-no-start = Добавьте DTSTART;VALUE=DATE:ГГГГММДД.
ics-problem-not-all-day = «{ $subject }» — не целый день
ics-remedy-not-all-day = Сделайте событие на весь день: DTSTART;VALUE=DATE:ГГГГММДД.
ics-problem-bad-date = «{ $subject }» — не дата и не длительность в днях
ics-remedy-bad-date = Запишите дату как ГГГГММДД, длительность как P1D.
ics-problem-end-before-start = событие кончается раньше, чем начинается
ics-remedy-end-before-start = Исправьте даты DTSTART и DTEND.
ics-problem-too-long = событие слишком длинное: { $subject } дн.
ics-remedy-too-long = Праздник не длиннее 15 дней: разделите событие или уберите его.
ics-problem-twice = «{ $subject }» указано дважды
ics-remedy-twice = Уберите одно из двух.
ics-problem-kind-missing = вид дня не указан: «{ $subject }»
ics-remedy-kind-missing = Добавьте X-AWP-DAY:holiday, day-off, moved-off или moved-work; если все такие дни одного вида: --as holiday или --as day-off.
ics-problem-unknown-kind = нет вида дня «{ $subject }»
ics-remedy-unknown-kind = Напишите holiday, day-off, moved-off или moved-work.
ics-problem-name-missing = у дня нет названия
ics-remedy-name-missing = Добавьте SUMMARY.
ics-problem-act-missing = не назван акт для { $subject }
ics-remedy-act-missing = Добавьте X-AWP-ACT или дайте --act «название, номер, дата».
ics-problem-unpaired = у перенесённого дня { $subject } нет пары
ics-remedy-unpaired = Каждому moved-off нужен свой moved-work.
ics-problem-nothing-to-cancel = { $subject } не было ни праздником, ни перенесённым днём
ics-remedy-nothing-to-cancel = Исправьте дату или уберите событие.
ics-problem-year-unknown = нет данных года { $subject }
ics-remedy-year-unknown = Если в файле все выходные года, дайте --whole-year.
ics-problem-contradiction = день { $subject } противоречит остальным дням года
ics-remedy-contradiction = Один день не называют дважды, освобождается рабочий день, отрабатывается выходной.
ics-problem-empty = в файле нет ни одного дня
ics-remedy-empty = Добавьте VEVENT.
rules-file-too-long = файл больше { $limit } МБ
calendar-import-one-year = В файл --out пишется один год, а в календаре их несколько.
calendar-import-unwritten = Файл { $path } не записан: { $cause }
calendar-import-year = { $year } год — рабочих дней: { $days } (было { $was })
calendar-import-new-year = Добавлен { $year } год — рабочих дней: { $days }
calendar-import-written = Записано: { $path }
calendar-import-own-only = Действует для команд term, calendar и rules на этом компьютере. Рабочее место считает по календарю портала: «awp portal rules apply».
