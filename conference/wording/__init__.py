"""How pages, feeds, prints and scripts say things: the one place for each form of words.

Plain functions over values, in the active language. What returns HTML has escaped it. Python
imports them from here; the tag library registers them for templates.
"""
