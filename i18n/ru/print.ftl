print-config-head =
    Настройки awp. Сохраните этот файл здесь: { $path }
    Чтобы изменить настройку, уберите знак «#» в начале её строки.
print-config-lang = Язык экранов: kk, ru или en. Если не задан, берётся язык системы.
print-config-theme = Оформление: default, light, dark, contrast, colour-blind, mono или имя файла из папки themes рядом с этим файлом.
print-config-keyboard = Раскладка клавиатуры: us, ru, kz или kz-kikkarin.
print-config-color = Цвета: auto, mono, 16, 256 или rgb.
print-config-ascii = Рамки и знаки только из ASCII.
print-config-slow-link = Меньше кадров для медленной линии: true, false или auto — когда запись в терминал идёт долго.
print-config-mouse = Слушать мышь: true или false. Тогда текст выделяется с нажатой Shift.
print-config-list-share = Доля списка рядом с текстом, в процентах: от 30 до 70.
print-config-recall-seconds = Сколько секунд отправляемое действие можно отозвать.
print-config-portal-ca = Сертификат удостоверяющего центра портала (PEM).
print-config-gate = Что делает проверка перед отправкой: block — не отправляет, warn — предупреждает, off — не ищет.

print-keys-key = Клавиша
print-keys-action = Действие
print-theme-unknown = Оформление не прочитано: { $cause }
print-theme-hint = Оформления программы: { $names }.
