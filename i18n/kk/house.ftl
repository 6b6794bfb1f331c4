action-compose-ask-reader = Оқуға беру
action-compose-ask-reader-hint = Мәтінді жіберер алдында әріптес оқып шығады
action-item-reading = Маған берілген мәтін
action-item-reading-hint = Әріптес оқуға берген мәтінді оқу, мақұлдау немесе қайтару
action-reading-good = Мақұлдау
action-reading-good-hint = Мәтінді осы күйінде жіберуге болады
action-reading-back = Түзетуге қайтару
action-reading-back-hint = Ескертпесімен бірге авторға қайтару
action-colleagues-absence = Орынбасар
action-colleagues-absence-hint = Таңдалған әріптес жоқ күндері кім алмастыратынын белгілеу
action-absence-take-back = Алып тастау
action-absence-take-back-hint = Осы күндерге белгіленген орынбасарды алып тастау
action-colleagues-handover = Өткізу парағы
action-colleagues-handover-hint = Таңдалған әріптестің ашық жұмысы бір парақта
scope-reading = Оқуға берілген мәтін
scope-absence = Орынбасар
scope-handover = Өткізу парағы

disabled-nothing-to-read = Сізге оқуға берілген мәтін жоқ
disabled-letter-to-many = Көпке арналған хат оқуға берілмейді: оны жіберер алдында өзіңіз қарап шығыңыз
disabled-choosing-reader = Қазір мәтінді кім оқитыны таңдалып жатыр

notice-reading-asked = № { $number }: мәтін { $user } оқуына берілді
notice-read-good = № { $number }: мәтін мақұлданды
notice-read-back = № { $number }: мәтін түзетуге қайтарылды
notice-was-read-good = № { $number }: { $user } мәтініңізді мақұлдады
notice-was-read-back = № { $number }: { $user } мәтініңізді түзетуге қайтарды
notice-stands-in = { $from } – { $to }: { $user } орнында { $substitute }
notice-stands-in-no-more = { $from } – { $to }: { $user } орнына енді ешкім тағайындалмаған

colleagues-choose-reader = № { $number }: мәтінді кім оқиды?
colleagues-reader-hint = { $key } – мәтінді таңдалған әріптеске оқуға беру

reading-title = № { $number }: { $act }, оқуға берілген мәтін
reading-from = { $user } берді, { $at }
reading-remark = Ескертпе:
reading-keys = { $good } – мақұлдау · { $back } – ескертпесімен қайтару

reading-extension = Мерзімді { $days } күнге ұзарту
approval-recorded = { $at }: басшы ({ $user }) мақұлдады.

opinion-section = Екінші оқырман
opinion-waits = { $user } оқиды ({ $at } берілді)
opinion-waits-changed = { $user } оқиды ({ $at } берілді); содан бері мәтін өзгерді
opinion-good = { $user } мақұлдады ({ $at })
opinion-good-changed = { $user } мақұлдады ({ $at }), содан бері мәтін өзгерді
opinion-back = { $user } қайтарды ({ $at }): { $remark }
opinion-back-changed = { $user } қайтарды ({ $at }), содан бері мәтін өзгерді: { $remark }

absence-title = { $user }: орынбасар
absence-days = Күндері:
absence-days-hint = мысалы, 23.03.2026 – 27.03.2026; бір күн болса, бір ғана күнді жазыңыз
absence-no-days = Күндер танылмады: 23.03.2026 – 27.03.2026 түрінде жазыңыз
absence-substitute = Кім алмастырады
absence-nobody = Бұл рөлде алмастыратын басқа ешкім жоқ.
absence-known = Белгіленген күндер
absence-none-known = Ешқандай күн белгіленбеген.
absence-hint = { $key } – таңдалғанды осы күндерге орынбасар ету

handover-heading = Өткізу парағы: { $user }
handover-empty = { $user } қолында ашық жұмыс жоқ.

gate-reader = { $words } бұл мәтінді әлі мақұлдаған жоқ.

history-assigned = Жұмысқа берілді: { $by } → { $to }
history-assigned-to-nobody = Нақты ешкімге берілмеді: { $by }
history-reading-asked = Оқуға берілді: { $by } → { $user } ({ $act })
history-read-good = Мәтін мақұлданды: { $user }
history-read-back = Мәтін түзетуге қайтарылды: { $user }

help-colleagues-ask = Мәтінді жіберер алдында екінші оқырманға беру
help-colleagues-ask-number = Сұрау салудың нөмірі
help-colleagues-ask-reader = Кім оқиды
help-colleagues-ask-act = Мәтін қай әрекетке арналған
help-colleagues-ask-text = Мәтіні бар файл
help-colleagues-ask-days = Ұзартудың күндері; оқырман себебімен бірге мақұлдайды
