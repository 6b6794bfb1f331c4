# Список
queue-title-home = Вся работа
queue-title-requests = Запросы
queue-title-filtered = { $title }: { $filter }
queue-place = { $at } / { $total }
queue-loading = Загрузка…
queue-empty = Очередь пуста: ничто не ждёт решения.
queue-empty-hint = Получить новые: { $key }.
queue-empty-filter = По этому фильтру ничего не найдено.
queue-empty-filter-hint = { $clear } — снять фильтр, { $filter } — изменить.
queue-newer = нужно обновление
queue-conflict = КОНФЛИКТ
# Действие: обязанность — существительное, последний день для акта — «на …»
queue-act-return = На возврат
queue-act-forward = На пересылку
queue-act-refusal = На отказ
queue-act-already-published = На ссылку
queue-act-extension = На продление
queue-act-answer = Ответ
queue-act-extension-notice = Уведомление
queue-act-topic = Заявка
queue-act-question = Вопрос
# Оставшееся рабочее время
# Фильтр
filter-title = Фильтр
filter-help = Слова или: state:new act:return due:<2wd overdue lang:kk category:"Ипотека" owner:me pending. Отрицание: -
filter-error-open-quote = Кавычка не закрыта
filter-error-unknown-field = Нет такого поля: { $value }
filter-error-missing-value = Не указано значение
filter-error-bad-value = Поле { $field } не принимает значение: { $value }
filter-error-unknown-category = Нет такой категории: { $value }
filter-error-nothing-to-find = Нет ни буквы, ни цифры для поиска
queue-lang-kk = каз
queue-lang-ru = рус
queue-lang-en = англ
queue-lang-mixed = к/р
queue-marked = отмечено { $count }
queue-reads = читает: { $user }
