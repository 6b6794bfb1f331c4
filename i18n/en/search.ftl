search-title = Search
search-prompt = Find
search-hint = Requests, answers, notes, drafts, templates; without Kazakh letters too
search-nothing = Nothing was found.
search-no-words = A search needs a word of at least two letters.
search-more = There is more: add words.
search-partial = The search index is being renewed: some earlier texts are not found yet.
search-place-request = Request
search-place-answer = Answer
search-place-note = Internal note
search-place-draft = Draft ({ $act })
search-place-template = Template

help-search = Search in requests, answers, notes, drafts and templates
help-search-query = Words; each begins some word of the text
help-search-limit = The most to find

action-app-search = Search
action-app-search-hint = Look through requests, answers, notes, drafts and templates
scope-search = Search
disabled-template-only-in-letter = A template opens while a letter is written ({ $key })
help-value-query = WORDS
