"""People's data: how long they are kept, taken out again, and who has seen whose.

`erasing` takes somebody out of every place, `purging` everybody of a conference; `looking` tells
who saw whom, `copying` gives somebody what is kept of them.
"""
