search-title = Поиск
search-prompt = Найти
search-hint = Запросы, ответы, заметки, черновики, шаблоны; можно без казахских букв
search-nothing = Ничего не найдено.
search-no-words = Для поиска нужно слово хотя бы из двух букв.
search-more = Есть ещё: уточните слова.
search-partial = Поисковый индекс обновляется: часть прежних текстов пока не находится.
search-place-request = Запрос
search-place-answer = Ответ
search-place-note = Внутренняя заметка
search-place-draft = Черновик ({ $act })
search-place-template = Шаблон

help-search = Поиск в запросах, ответах, заметках, черновиках и шаблонах
help-search-query = Слова; каждое – начало какого-либо слова текста
help-search-limit = Сколько найти самое большее

action-app-search = Поиск
action-app-search-hint = Искать в запросах, ответах, заметках, черновиках и шаблонах
scope-search = Поиск
disabled-template-only-in-letter = Шаблон открывается, когда пишется письмо ({ $key })
help-value-query = СЛОВА
