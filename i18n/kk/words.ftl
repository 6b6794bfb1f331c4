act-accept = Қарауға қабылдау
act-return = Қайтару
act-forward = Тиісті иеленушіге жіберу
act-answer = Жауап беру
act-extend = Мерзімін ұзарту
act-refuse = Бас тарту
act-already-published = Жарияланғанын хабарлау
act-notify = Мерзімнің ұзартылғаны туралы хабардар ету
act-clarify = Мазмұнын нақтылау
act-correct = Жауапты түзету
act-close = Ұнамаған жауап бойынша жұмысты аяқтау
act-withdraw = Сұрау салуды кері қайтарып алу

state-new = Жаңа
state-moderation = Модерацияда
state-consideration = Қарауда
state-returned = Қайтарылды
state-forwarded = Басқа иеленушіге жіберілді
state-refused = Бас тартылды
state-answered = Жауап берілді
state-withdrawn = Кері қайтарып алынды
state-extended = Мерзімі ұзартылды
state-unknown = Белгісіз күй

role-administrator = әкімші
role-head = басшы
role-moderator = жауапты қызметкер (модератор)
role-operator = оператор
role-trainer = оқытушы
role-support = техникалық қолдау
role-intake = порталдың қабылдау бөлігі

event-received = Келіп түсті
event-opened = Модерацияға алынды
event-accepted = Қарауға қабылданды
event-returned = Қайтарылды
event-forwarded = Тиісті иеленушіге жіберілді
event-answered = Жауап берілді
event-published = Қайда жарияланғаны айтылды
event-refused = Бас тартылды
event-extended = Мерзімі ұзартылды
event-notified = Пайдаланушы мерзімнің ұзартылғаны туралы хабардар етілді
event-clarified = Мазмұнын нақтылау сұралды
event-corrected = Жауап түзетілді
event-rated = Пайдаланушы жауапты бағалады
event-followed-up = Ұнамаған жауап бойынша жұмыс аяқталды
rating-like = «Ұнайды»
rating-dislike = «Ұнамайды»
event-withdrawn = Пайдаланушы кері қайтарып алды

op-state-held = кері қайтарып алуға болады
op-state-ready = жіберуді күтуде
op-state-sending = жіберілуде
op-state-applied = порталда қолданылды
op-state-done = аяқталды
op-state-conflict = қайшылық
op-state-rejected = портал қабылдамады
op-state-recalled = кері қайтарып алынды
op-state-dropped = алынып тасталды

lang-kk = қазақша
lang-ru = орысша
lang-en = ағылшынша
lang-mixed = қазақша және орысша

countdown-days = { $days } ж.к.
countdown-days-hours = { $days } ж.к. { $hours } сағ
countdown-hours = { $hours } сағ
countdown-minutes = { $minutes } мин
countdown-today = бүгін { $time }
countdown-overdue = өтті
countdown-overdue-days = өтті { $days } ж.к.
countdown-overdue-hours = өтті { $hours } сағ
countdown-missing = күнтізбе жоқ

clause-law = Заң { $article }-бап{ $rest }
