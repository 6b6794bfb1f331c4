# Header line
header-mark = AWP
header-portal = Open dialogue
header-open = { $count } in the queue
header-today = { $count } today
header-overdue = { $count } overdue
header-ending = { $conference }: { $left } left
header-ending-over = { $conference }: { $open } unanswered
header-unsent = unsent { $count }
header-read-only = read-only
header-demo = DEMO
link-starting = connecting
link-online = online
link-syncing = syncing
link-filling = syncing { $done }/{ $total }
link-offline = offline
link-failing = portal error
link-store-failing = store failure
link-signed-out = sign in
link-asks-reset = needs an answer
tab-home = Home
tab-requests = Requests
tab-outbox = Outbox
too-small = Window too small: { $width }×{ $height }, at least 60×16 is needed
alarm-ending-without-link = No link, { $conference } ends at { $time }: answers go out first
alarm-unsent-due = { $count ->
    [one] One decision due today or earlier has
   *[other] { $count } decisions due today or earlier have
} not reached the portal: sync ({ $key })
alarm-clock-wrong = This computer's clock differs from the portal's by { $by }: correct it
clock-off-days = { $days } d
alarm-clock-moved-back = This computer's clock was moved back: check it
header-title = Open dialogue – administrator
