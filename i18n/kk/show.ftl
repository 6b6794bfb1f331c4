show-acts = Әрекеттер
show-heading-clause = Тармақ
show-reveal-reason = Жеке деректерді көрсету себебін жазыңыз (ең көбі { $max } таңба).
