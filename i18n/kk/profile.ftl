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
profile-day-counting-from-start = басталған күннен (заңнан қатаңырақ)
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
