# Анықтама мен командалар
help-title = Анықтама: осы жердегі пернелер
help-title-all = Анықтама: барлық пернелер
help-signs = Белгілер
help-sign-overdue = мерзімі өткен
help-sign-today = мерзімі бүгін бітеді
help-sign-pending = шешім порталға жіберілмеген
help-sign-owner = орындаушысы бар
help-sign-selected = таңдалған жол
help-duty = «Жауап» — міндет: мерзімі өтсе, кешіктіру болады. «Қайтаруға», «Бас тартуға» — тек сол әрекеттің соңғы күні.
help-countdown = ж.к. — жұмыс күні, сағ — жұмыс сағаты.
help-disabled = қазір мүмкін емес: { $why }
palette-title = Командалар
palette-prompt = Команданы іздеу
palette-empty = Мұндай команда жоқ.
message-title = Хабарлама
help-sign-writing = біреу жазып отыр, қай уақытқа дейін
