show-acts = Әрекеттер
show-heading-clause = Тармақ
show-reveal-reason = Жеке деректерді көрсету себебін жазыңыз (ең көбі { $max } таңба).
show-stale = Бұл көшірме порталмен 30 күн бойы алмаспаған: жеке деректер көрсетілмейді.
show-stale-hint = Алдымен алмасыңыз: awp sync.
