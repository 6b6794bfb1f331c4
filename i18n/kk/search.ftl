search-title = Іздеу
search-prompt = Іздеу
search-hint = Сұрау салу, жауап, жазба, жоба, үлгі; қазақ әріптерінсіз де табылады
search-nothing = Ештеңе табылмады.
search-no-words = Іздеу үшін кемінде екі әріпті сөз керек.
search-more = Тағы бар: сөздерді толықтырыңыз.
search-partial = Іздеу индексі жаңартылып жатыр: бұрынғы мәтіндердің бір бөлігі әзірге табылмайды.
search-place-request = Сұрау салу
search-place-answer = Жауап
search-place-note = Ішкі жазба
search-place-draft = Жоба ({ $act })
search-place-template = Үлгі

help-search = Сұрау салулардан, жауаптардан, жазбалардан, жобалар мен үлгілерден іздеу
help-search-query = Сөздер; әрқайсысы мәтіндегі бір сөздің басы
help-search-limit = Табылатындардың ең көп саны

action-app-search = Іздеу
action-app-search-hint = Сұрау салулардан, жауаптардан, жазбалардан, жобалар мен үлгілерден іздеу
scope-search = Іздеу
disabled-template-only-in-letter = Үлгі хат жазылып жатқанда ашылады ({ $key })
help-value-query = СӨЗДЕР
