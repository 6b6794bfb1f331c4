workstation-no-terminal = Рабочему месту нужен терминал: стандартный ввод и вывод им не являются.
workstation-no-terminal-hint = Для сценариев есть «awp list», «awp show» и «awp act» с --json.
workstation-failed = Рабочее место не запускается ({ $code }).
workstation-failed-hint = Подробности в журнале: { $log }
workstation-ended-panic = Программа встретила собственную ошибку и закончила работу; всё набранное и решённое до этой секунды сохранено. Подробности в журнале: { $log }
