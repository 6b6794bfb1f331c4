show-acts = Действия
show-heading-clause = Пункт
show-reveal-reason = Укажите причину показа персональных данных (не больше { $max } знаков).
