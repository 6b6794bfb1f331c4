print-config-head =
    awp баптаулары. Бұл файлды мына жерге сақтаңыз: { $path }
    Өзгертетін жолдың басындағы «#» белгісін алып тастаңыз.
print-config-lang = Экрандардың тілі: kk, ru немесе en. Берілмесе, жүйенің тілі алынады.
print-config-theme = Безендіру: default, light, dark, contrast, colour-blind, mono немесе осы файлдың жанындағы themes қалтасындағы файлдың аты.
print-config-keyboard = Пернетақта орналасуы: us, ru, kz немесе kz-kikkarin.
print-config-color = Түстер: auto, mono, 16, 256 немесе rgb.
print-config-ascii = Жиектер мен белгілер тек ASCII таңбаларымен.
print-config-slow-link = Баяу желі үшін аз кадр: true, false немесе auto — терминалға жазу ұзаққа созылғанда.
print-config-mouse = Тінтуірді тыңдау: true немесе false. Тыңдалғанда мәтін Shift басулы тұрғанда белгіленеді.
print-config-list-share = Мәтін жанындағы тізімнің үлесі, пайызбен: 30–70.
print-config-recall-seconds = Жіберілетін әрекетті неше секунд бойы кері қайтарып алуға болады.
print-config-portal-ca = Порталдың сертификаттау орталығының сертификаты (PEM).
print-config-gate = Жіберер алдындағы тексеру хаттан не тапса да: block — жібермейді, warn — ескертеді, off — іздемейді.

print-keys-key = Перне
print-keys-action = Әрекет
print-theme-unknown = Безендіру оқылмады: { $cause }
print-theme-hint = Бағдарламадағы безендірулер: { $names }.
