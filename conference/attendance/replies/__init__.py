"""Registrations from a sheet of replies (回执): read, checked by cell, added all or not at all.

A sheet may begin with a title block; its header is found by its words, Chinese, English or both.
Every complaint names its cell. Nothing is guessed: what cannot be read is said.

`sheet` knows the columns, `reading` makes a `preview` of a table, `adding` writes what it holds.
"""

from conference.attendance.replies.adding import add_replies
from conference.attendance.replies.preview import RepliesRefused
from conference.attendance.replies.reading import check_replies, read_sheet
from conference.attendance.replies.sheet import write_template

__all__ = ["RepliesRefused", "add_replies", "check_replies", "read_sheet", "write_template"]
