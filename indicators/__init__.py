"""Borough indicators: published statistics against a community strategy. No Streamlit in here.

`docs/house.md` is the map: the floors, who may import whom, and four trips through them.

In reading order. The nouns and words:

- `model`: the nouns, and the one schema of observations.
- `errors`: what users are shown when something cannot be done.
- `periods`, `period_kinds`: every period form that publishers write.
- `answer_words`: the words of answers, with shape, colour and meaning.
- `wording`: how values, changes and periods are written.
- `changes`: what is new, revised and withdrawn from some observations to others.
- `clock`: what day it is.

The figures and what is said about them:

- `statistics`: intervals, comparison, trend, process limits, status. Numbers in, numbers out.
- `catalogue`: the files in `data/` as model objects.
- `store`: the versioned table of observations, and the ledger of comments and sign-offs.
- `shipped`: the figures that the dashboard ships with.
- `lines`: an indicator's line for an area, and what may be joined in it.
- `assessment`: one account of an indicator for an area on a day: facts, three answers with their sentences, words.
- `stated`: what the strategy's own text states, beside what is published.
- `methods`: the methods in words and formulas.

How figures come in:

- `formats`: publishers' files as downloaded, one module for each layout.
- `screening`: what is wrong with a file, where, and how to mend it.
- `publishing`: what a file would change, and the one commit that does it.
- `access`: who may do what.

What people see:

- `releases`: releases and what they changed, as tables.
- `housekeeping`: the command that looks the store over.
- `charts`: figures and their text alternatives.
- `views`: what an indicator's page can show, one module for each view.
- `tables`: frames as files.
- `snapshot`: what was known at the end of a quarter, frozen when it is signed off.
- `__main__`: the command line.
"""
