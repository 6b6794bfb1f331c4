print-config-head =
    Settings of awp. Keep this file as { $path }
    To change a setting, remove the “#” at the beginning of its line.
print-config-lang = Language of the screens: kk, ru or en. Without it the language of the system.
print-config-theme = Theme: default, light, dark, contrast, colour-blind, mono, or the name of a file of the folder themes beside this one.
print-config-keyboard = Keyboard layout: us, ru, kz or kz-kikkarin.
print-config-color = Colours: auto, mono, 16, 256 or rgb.
print-config-ascii = Borders and marks of ASCII only.
print-config-slow-link = Few frames for a slow line: true, false, or auto: when writing to the terminal takes long.
print-config-mouse = Listen to the mouse: true or false. Text is then marked with Shift held.
print-config-list-share = The share of the list beside the text, in percent: 30 to 70.
print-config-recall-seconds = How many seconds an outward act can be recalled.
print-config-portal-ca = Certificate of the portal's certificate authority (PEM).
print-config-gate = What the check before a letter leaves does: block keeps it back, warn asks, off does not look.

print-keys-key = Key
print-keys-action = Action
print-theme-unknown = The theme cannot be read: { $cause }
print-theme-hint = Themes of the program: { $names }.
