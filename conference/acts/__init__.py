"""Acts: what one person did in one go, and taking it back.

`with act(...)` gives every record of history that is written inside one name, and leaves a row of
`Act`. Each POST of the admin is one (`config/office/changes`); what is opened inside joins it and
may say better what it is.
"""

from conference.acts.writing import act

__all__ = ["act"]
