doctor-ok = дұрыс
doctor-warning = ескерту
doctor-failure = қате
doctor-failed = { $count ->
    [one] { $count } тексеру өтпеді.
   *[other] { $count } тексеру өтпеді.
}
doctor-versions = awp { $program }, хаттама { $protocol }
doctor-config = Баптаулар файлы: { $path }
doctor-config-absent = Баптаулар файлы жоқ, әдепкі баптаулар қолданылады: { $path }
doctor-zone = Уақыт белдеуі: Asia/Almaty, 2024 жылғы 1 наурыздағы өзгеріс бар
doctor-zone-old = Бағдарламадағы уақыт белдеуінің деректері ескірген: күндер бір сағатқа жылжып кетеді.
doctor-reinstall = Бағдарламаны қайта орнатыңыз.
doctor-rules = Қағидалар: { $packs } топтама, хэш { $hash }
doctor-rules-hint = Аталған файлды түзетіңіз немесе алып тастаңыз.
doctor-calendar = Күнтізбе жылдары: { $years }
doctor-calendar-missing = { $year } жылдың күнтізбесі жоқ: мерзімдер есептелмейді.
doctor-calendar-hint = Порталмен синхрондаңыз немесе бағдарламаны жаңартыңыз.
doctor-data = Деректер каталогы: { $path }
doctor-data-absent = Деректер каталогы әлі жоқ, алғаш кіргенде жасалады: { $path }
doctor-permissions = Басқалар да оқи алады ({ $mode }): { $path }
doctor-room = Дискіде бос орын: { $mib } МиБ
doctor-room-hint = Дискіде орын босатыңыз: орын болмаса, ештеңе сақталмайды.
doctor-clock = Сағат: { $now } (Asia/Almaty)
doctor-clock-back = Сағат { $now } көрсетіп тұр, ал деректер { $written } жазылған.
doctor-clock-hint = Компьютердің сағатын түзетіңіз.
doctor-terminal = Терминал: { $term }, түстер: { $depth }
doctor-screen = Экран: { $columns }×{ $rows }
doctor-screen-hint = Кемінде { $columns }×{ $rows } қажет: терезені үлкейтіңіз.
doctor-locale = Локаль: { $locale }
doctor-locale-not-utf8 = Локаль UTF-8 емес: { $locale }
doctor-locale-hint = LANG айнымалысына UTF-8 локалін беріңіз, мысалы kk_KZ.UTF-8.
doctor-vault = Қойма кілтінің файлы бүтін
doctor-templates = Хат үлгілері: { $count } ({ $path } ішіндегілермен бірге)
doctor-templates-bad = Өз үлгілеріңіз пайдаланылмайды: { $cause }
doctor-keys = Өз пернелеріңіз пайдаланылады: { $path }
doctor-keys-bad = Өз пернелеріңіз пайдаланылмайды: { $cause }
