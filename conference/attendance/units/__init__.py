"""A liaison replies for many: the list of one unit behind a personal link, and its quota.

`named` says who is wanted, `changes` are the acts, `sheet` reads a filled-in template, `page` is
what the liaison sees, `making` opens units for organizers.
"""
