# Тізім
queue-title-home = Барлық жұмыс
queue-title-requests = Сұрау салулар
queue-title-filtered = { $title }: { $filter }
queue-place = { $at } / { $total }
queue-loading = Жүктелуде…
queue-empty = Кезек бос: шешімді күтіп тұрған ештеңе жоқ.
queue-empty-hint = Жаңаларын алу үшін { $key } басыңыз.
queue-empty-filter = Бұл сүзгі бойынша ештеңе табылмады.
queue-empty-filter-hint = { $clear } — сүзгіні алып тастау, { $filter } — өзгерту.
queue-newer = жаңарту қажет
queue-conflict = ҚАЙШЫЛЫҚ
# Әрекет: міндет — атау септігінде, әрекеттің соңғы күні — барыс септігінде
queue-act-return = Қайтаруға
queue-act-forward = Жіберуге
queue-act-refusal = Бас тартуға
queue-act-already-published = Сілтемеге
queue-act-extension = Ұзартуға
queue-act-answer = Жауап
queue-act-extension-notice = Хабардар ету
queue-act-topic = Өтінім
queue-act-question = Сұрақ
# Қалған жұмыс уақыты
# Сүзгі
filter-title = Сүзгі
filter-help = Сөздер немесе: state:new act:return due:<2wd overdue lang:kk category:"Ипотека" owner:me pending. Теріске шығару: -
filter-error-open-quote = Тырнақша жабылмаған
filter-error-unknown-field = Мұндай өріс жоқ: { $value }
filter-error-missing-value = Мән көрсетілмеген
filter-error-bad-value = { $field } өрісі мұндай мәнді қабылдамайды: { $value }
filter-error-unknown-category = Мұндай санат жоқ: { $value }
filter-error-nothing-to-find = Іздейтін әріп те, цифр да жоқ
queue-lang-kk = қаз
queue-lang-ru = орыс
queue-lang-en = ағыл
queue-lang-mixed = қ/о
queue-marked = белгіленді { $count }
queue-reads = оқып жатыр: { $user }
