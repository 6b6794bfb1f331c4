# Пайдаланушы оқитын хат
letter-to = Кімге: { $name }
letter-subject = № { $number } сұрау салу ({ $registered } тіркелген). { $act }
letter-ground = Негізі ({ $clause }): { $text } бас тартылады.
letter-secret = Ақпараттың түрі: { $kind }.
letter-part = Бұл негіз ақпараттың бір бөлігіне ғана қатысты, қалған бөлігі осы хатпен беріледі.
letter-review-on = Негіз уақытша: сұрау салу { $day } қайта қаралады.
letter-complaint = Бұл шешімге ол туралы білген күннен бастап үш ай ішінде жоғары тұрған органға немесе сотқа шағым жасай аласыз (Заң, 18-бап).
letter-forwarded = Сұрау салуыңыз мына иеленушіге жіберілді: { $name }, { $address }.
letter-answer-due = Жауаптың соңғы күні: { $due }.
letter-basis = Негізі: { $clauses }.
letter-signature = { $position } { $signatory }
letter-sent-by = Ашық диалогтың интернет-порталы арқылы жіберілді.
