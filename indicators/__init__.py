"""Borough indicators: published statistics against a community strategy. No Streamlit in here.

In reading order. The nouns and words:

- `model`: the nouns, and the one schema of observations.
- `errors`: what users are shown when something cannot be done.
- `periods`, `period_kinds`: every period form that publishers write.
- `wording`: how values, changes and periods are written.
- `changes`: what is new, revised and withdrawn from some observations to others.
- `clock`: what day it is.

The figures and what is said about them:

- `catalogue`: the files in `data/` as model objects.
- `shipped`: the figures that the dashboard ships with.
- `store`: the versioned table of observations, and the ledger of comments and sign-offs.
- `statistics`: intervals, comparison, trend, process limits, status. Numbers in, numbers out.
- `assessment`: three answers for an indicator, each with its sentence.
- `methods`: the methods in words and formulas.

How figures come in:

- `formats`: publishers' files as downloaded, one module for each layout.
- `screening`: what is wrong with a file, where, and how to mend it.
- `publishing`: what a file would change, and the one commit that does it.
- `access`: who may do what.

What people see:

- `views`: what a view shows, as one frame.
- `summary`: one indicator for one area in a nutshell.
- `releases`: releases and what they changed, as tables.
- `listings`: tables about the figures themselves.
- `charts`: figures and their text alternatives.
- `tables`: frames as files.
- `snapshot`: what was known at the end of a quarter, frozen when it is signed off.
- `__main__`: the command line.
"""
