workstation-no-terminal = Жұмыс орнына терминал керек: стандартты енгізу мен шығару терминал емес.
workstation-no-terminal-hint = Сценарийлер үшін --json бар «awp list», «awp show» және «awp act» командалары бар.
workstation-failed = Жұмыс орны іске қосылмайды ({ $code }).
workstation-failed-hint = Толығы журналда: { $log }
workstation-ended-panic = Бағдарлама өз қатесіне тап болып, жұмысын аяқтады; осы секундқа дейін терілген мен шешілгеннің бәрі сақталды. Толығы журналда: { $log }
