"""Somebody else was faster: a save that the database refuses, asked once more.

Two who save at the same moment are both judged by what stands before. The database takes one; the
form of the other is then read again, and now it sees the row that is there: the refusal stands in
words beside its field, and nothing is half written.
"""

import logging

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from conference.acts import act

logger = logging.getLogger(__name__)


def tried_again(view, request, *args, **kwargs):
    """The answer of an admin view that writes in a transaction of its own.

    Where not even the second try passes, a rule is broken that no form asks for: what the form of
    the third try is told stands in `request.refused`.
    """
    for last in (False, True):
        try:
            with act():  # what was rolled back is no part of the act
                return view(request, *args, **kwargs)
        except IntegrityError:
            if request.method != "POST":
                raise
            for file in request.FILES.values():
                file.seek(0)
            if last:
                logger.exception("A save was refused by the database after its form had passed.")
    request.refused = words()
    return view(request, *args, **kwargs)


def list_tried_again(view, request, *args, **kwargs):
    """The same of a list, whose page cannot tell of one form: it is shown anew."""
    try:
        return tried_again(view, request, *args, **kwargs)
    except IntegrityError:
        messages.error(request, words())
        return HttpResponseRedirect(request.get_full_path())


def words() -> str:
    return _(
        "Nothing has been saved: the database holds something that this would contradict, perhaps "
        "written by somebody else at this moment. Look at the rows again and save once more."
    )
