"""Borough indicators: published statistics against a community strategy. No Streamlit in here.

In reading order:

- `model`: the nouns, and the one schema of observations.
- `errors`: what users are shown when something cannot be done.
- `periods`: every period form that publishers write.
- `wording`: how values, changes and periods are written.
- `catalogue`: the files in `data/` as model objects.
- `published`: the figures that the dashboard ships with.
- `store`: the versioned table of observations.
- `views`: what a view shows, as one frame.
- `summary`: one indicator for one area in a nutshell.
- `charts`: figures and their text alternatives.
- `tables`: frames as files.
- `__main__`: the command line.
"""
