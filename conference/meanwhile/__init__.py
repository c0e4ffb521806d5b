"""Two at work on one row of the admin: nobody is overwritten, and both are told.

The rules are in `conference.merging`; here they meet forms, formsets and the rows' history.
"""
