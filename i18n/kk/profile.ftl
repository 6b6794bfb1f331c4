profile-field-kind = Иеленушінің түрі
profile-field-state-share = Мемлекеттің үлесі
profile-field-address = Пошталық мекенжайы
profile-field-signatories = Қол қоятындар
profile-field-blog = Блог мәтіні
profile-field-hours = Жұмыс уақыты
profile-field-draft-days = Жауап жобасының дайын болуы
profile-field-timeliness = Уақтылық өлшемі
profile-field-week = Жұмыс аптасы
profile-field-day-counting = Күнді санау
profile-field-cut-off = Тіркеудің соңғы сәті
profile-field-roll = Бос күннен көшіру
profile-field-before = «Кемінде N күн бұрын»
profile-field-extension-base = Ұзарту қосылатын күн
profile-field-red = Қызыл түстің негізі

profile-kind-sb = мемлекеттік орган
profile-kind-qp = квазимемлекеттік сектор субъектісі
profile-kind-si = мемлекеттік мекеме
profile-kind-br = бюджет қаражатын алушы
profile-kind-sm = мемлекеттік монополия субъектісі
profile-kind-ec = экологиялық немесе төтенше ақпаратты иеленуші
profile-kind-pf = жария функцияларды орындаушы
profile-share = { $share } %
profile-hours = { $start }–{ $end }, үзіліс { $from }–{ $to }
profile-hours-no-pause = { $start }–{ $end }, үзіліссіз
profile-draft-days =
    { $days ->
        [0] күні белгіленбеген
       *[other] жауаптың соңғы күнінен { $days } жұмыс күні бұрын
    }
profile-none = жоқ
profile-timeliness-receipt = портал қабылдаған сәт
profile-timeliness-decision = шешім қабылданған сәт
profile-week-five-day = бес күндік
profile-week-six-day = алты күндік
profile-day-counting-after-start = басталғаннан кейінгі күннен
profile-day-counting-from-start = басталған күннен (заңдағыдан қатаңырақ)
profile-roll-next-working-day = келесі жұмыс күні
profile-roll-previous-working-day = алдыңғы жұмыс күні
profile-roll-none = тап келген күні
profile-before-lenient = оқиғаға дейін N жұмыс күні
profile-before-strict = арада толық N жұмыс күні
profile-extension-base-raw = мерзімнің жылжымаған соңы
profile-extension-base-latest = мерзімнің жылжыған соңы
profile-red-as-pack = ережелер пакеті бойынша
profile-red-safe = сақ оқылым
profile-red-latest = соңғы мүмкін оқылым

profile-fault-percent = 0-ден 100-ге дейінгі пайызды беріңіз
profile-fault-both-languages = қазақша да, орысша да жазыңыз
profile-fault-text = қысқартыңыз және басылмайтын таңбаларды алып тастаңыз
profile-fault-no-signatory = кемінде бір адамды атаңыз: қолсыз бірде-бір хат кетпейді
profile-fault-signatory = әрқайсысының есімін және лауазымын қазақша, орысша жазыңыз
profile-fault-too-many-signatories = 20 адамнан асырмаңыз
profile-fault-hours = күн басталғаннан кейін аяқталсын, үзіліс соның ішінде болсын
profile-fault-cut-off = тіркеудің соңғы сәті жұмыс күні басталғаннан кейін болсын
profile-fault-draft-days = 0-ден 10-ға дейінгі жұмыс күнін беріңіз
profile-fault-unreadable = мәні осы өріске сай жазылмаған
profile-fault = { $field }: { $fault }
profile-takes-requests = Сұрау салулар қабылданады
profile-takes-none = Сұрау салулар қабылданбайды: олар тек мемлекет үлесі 100 %-дан аз квазимемлекеттік сектор субъектілеріне жіберіледі [145 ¶2(1), (4)]
profile-last = Соңғы өзгеріс: { $when }, { $by }
profile-never = Порталда әлі өзгертілмеген

profile-moved = { $number }  { $rule }: { $old } → { $new }
profile-sum = Ашық сұрау салулар: { $open }, мерзімі жылжитыны: { $moved }.
profile-changed-fields = Өзгеретіні: { $fields }.
profile-applied = Қолданысқа енгізілді. Жұмыс орындары келесі алмасуда көреді.
profile-dry = Ештеңе жазылған жоқ. Енгізу үшін --dry-run дегенсіз қайталаңыз.
profile-nothing = Бейін дәл осындай: өзгеретін ештеңе жоқ.
profile-file = Бұл бейін файлы емес: { $file }: { $cause }
profile-file-hint = Дайын файлды «awp profile print» береді.
profile-role-may-not = Бұл рөл иеленушінің бейінін өзгертпейді: оны әкімші немесе басшы өзгертеді.
profile-role-may-not-read = Бұл рөл иеленушінің бейінін көрмейді.
profile-conflict = Бейінді осы уақытта басқа біреу өзгертті.
profile-conflict-hint = Бейінді қайта қарап («awp profile print»), шешімді жаңадан қабылдаңыз.
profile-refused = Бейін қабылданбады: { $faults }.
profile-no-holder = Есепке алу жазбасының иеленушісі порталдың тізімінде жоқ.

help-profile = Иеленушінің бейіні: көру, басып шығару, өзгерту
help-profile-show = Бейін және соңғы өзгерісі
help-profile-print = Бейін «awp profile apply» оқитын TOML түрінде
help-profile-apply = Файлда аталған өрістерді өзгертіп, қандай мерзім жылжитынын айту
help-profile-apply-file = Өзгеретін өрістері бар TOML файлы
help-profile-apply-dry-run = Тек не жылжитынын айту

action-app-settings = Баптаулар
action-app-settings-hint = Осы жұмыс орнының баптаулары және иеленушінің бейіні
action-settings-part = Басқа бөлім
action-settings-part-hint = Жұмыс орны мен иеленушінің арасында ауысу
action-settings-next = Келесі мәні
action-settings-next-hint = Таңдалған баптаудың келесі мәнін алу
action-settings-previous = Алдыңғы мәні
action-settings-previous-hint = Таңдалған баптаудың алдыңғы мәнін алу
action-settings-send = Бейінді енгізу
action-settings-send-hint = Қандай мерзім жылжитынын көріп, бейінді порталға жіберу
scope-settings = Баптаулар
scope-profile-moves = Бейін өзгерісі
scope-keyboard-check = Пернетақтаны тексеру
scope-law = Нормалар

disabled-profile-role = Бейінді тек иеленушінің әкімшісі немесе басшысы өзгертеді
disabled-no-link = Порталмен байланыс жоқ, ал бұл өзгеріс кезекке қойылмайды
disabled-profile-loading = Портал әлі жауап берген жоқ
disabled-nothing-changed = Бейінде ештеңе өзгертілген жоқ
disabled-too-long-here = Мәтін ұзын: оны «awp profile apply» арқылы өзгертіңіз

profile-failure-no-link = Порталмен байланыс жоқ: бейін өзгертілген жоқ
profile-failure-role = Портал бұл рөлге бейінді өзгертуге рұқсат бермейді
profile-failure-no-holder = Иеленуші порталдың тізімінде жоқ
profile-failure-changed = Бейінді осы уақытта басқа біреу өзгертті: қайта қараңыз
profile-failure-refused = Портал бейінді қабылдаған жоқ: мәндерін тексеріңіз
notice-profile-changed =
    { $count ->
        [0] Бейін енгізілді, ешбір мерзім жылжыған жоқ
       *[other] Бейін енгізілді, мерзімі жылжыған ашық сұрау салулар: { $count }
    }
notice-profile-left = Бейінге енгізілген өзгерістер алынып тасталды

settings-title = Баптаулар
settings-part-workstation = Осы жұмыс орны
settings-part-holder = Иеленуші
settings-language = Тіл
settings-theme = Безендіру
theme-named-default = терминал түстері
theme-named-light = жарық фон
theme-named-dark = қараңғы фон
theme-named-contrast = жоғары контраст
theme-named-colour-blind = дальтонизм үшін
theme-named-mono = түссіз
settings-keyboard = Пернетақта
settings-recall = Қайтарып алу уақыты
settings-color = Түстер
settings-ascii = Тек ASCII таңбалары
settings-mouse = Тінтуір
settings-slow-link = Баяу байланыс
settings-lang-kk = қазақша
settings-lang-ru = орысша
settings-lang-en = ағылшынша
settings-seconds = { $seconds } с
settings-color-auto = терминал бойынша
settings-color-mono = түссіз
settings-color-ansi = 16 түс
settings-color-indexed = 256 түс
settings-color-rgb = толық түс
settings-slow-auto = автоматты
settings-on = иә
settings-off = жоқ
settings-hint-workstation = { $previous } { $next } – мәнін өзгерту: бірден қолданылады әрі сақталады
settings-hint-choose = { $previous } { $next } – мәнін таңдау · { $send } – порталға жіберу
settings-hint-type = { $key } – жазу · { $send } – порталға жіберу
settings-hint-hours = Мысалы: 09:00–18:30, 13:00–14:30 (екіншісі – үзіліс)
settings-hint-signatory = Есімі; лауазымы қазақша; лауазымы орысша. Бос жол өшіреді
settings-hint-break = Жаңа жолдың орнына « | » жазыңыз
settings-address-kk = Мекенжайы, қазақша
settings-address-ru = Мекенжайы, орысша
settings-blog-kk = Блог мәтіні, қазақша
settings-blog-ru = Блог мәтіні, орысша
settings-signatory = Қол қоюшы { $number }
settings-signatory-new = Жаңа қол қоюшы
settings-no-holder = Бұл есепке алу жазбасының иеленушісі жоқ.
settings-holder = { $name } ({ $bin })
settings-changed = өзгертілді
settings-asked = Порталдан сұралуда…

moves-title =
    { $count ->
        [0] Ешбір мерзім жылжымайды
       *[other] { $count } ашық сұрау салудың мерзімі жылжиды
    }
moves-changes = Өзгеретіні
moves-change = { $field }: { $old } → { $new }
moves-terms = Жылжитын мерзімдер
moves-none = Ашық сұрау салулардың ({ $open }) ешқайсысының мерзімі жылжымайды.
moves-send = Енгізу
moves-sent = Жіберілуде…
moves-more = Тағы { $count }: бәрін «awp profile apply --dry-run» көрсетеді
profile-failure-unknown = Портал жауап бермеді: бейін өзгерген де болуы мүмкін, қайта оқылады
profile-failure-unread = Портал бейінді бермеді: баптауларды жауып, қайта ашыңыз
portal-holder-log-none = { $bin } иеленушісінің бейіні өзгерген жоқ.
help-portal-holder-log = Иеленуші бейінінің өзгерістері
help-portal-holder-log-bin = Иеленушінің БСН-і
help-portal-holder-log-database = Дерекқор
