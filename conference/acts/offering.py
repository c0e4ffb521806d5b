"""An act of the admin: each POST is one, and its message offers to take it back."""

from django.contrib import messages
from django.utils.translation import gettext as _

from conference.acts.writing import act

UNDO = "undo"  # the tag of a message, with the act's name behind it
BESIDE = "beside"  # the tag of what was said of a row made beside a form that is not saved yet
PASSED = "passed"  # ... and once it was


def as_an_act(view, request, *args, **kwargs):
    """The answer of a view of the admin; what a POST writes is one act.

    A view that opens its act itself, inside its transaction, says so by `opens_own_act`.
    """
    if request.method != "POST":
        return view(request, *args, **kwargs)
    said_before = len(messages.get_messages(request))
    with act(by=request.user) as done:
        answer = view(request, *args, **kwargs)
    is_shown = not answer.get("Content-Type", "").startswith("application/json")
    offer(request, done.saved, said_before=said_before, is_shown=is_shown)
    return answer


def offer(request, saved, *, said_before: int, is_shown: bool = True) -> None:
    """Put the offer into the last message of this answer that tells of success.

    Without one it is a message of its own, unless a script reads the answer (`is_shown`): then
    that would turn up on some later page, where nobody knows what was saved.
    """
    if saved is None or saved.undo_until is None:
        return
    again = saved.undoes is not None and saved.undoes.undoes_id is None
    tag = f"{'redo ' if again else ''}{UNDO} {saved.name}"
    storage = messages.get_messages(request)
    found = list(storage)
    storage.used = False
    for place, message in enumerate(found):
        # Once looked at, the storage writes it as it is: no lazy text.
        message.message = str(message.message)
        if place < said_before and BESIDE in (message.extra_tags or "").split():
            message.extra_tags = PASSED  # what the form itself did is what is offered now
    told = [m for m in found[said_before:] if m.level in (messages.SUCCESS, messages.INFO)]
    if told:
        told[-1].extra_tags = f"{told[-1].extra_tags or ''} {tag}".strip()
    elif is_shown:
        messages.success(request, _("Saved."), extra_tags=tag)


def is_passed(message) -> bool:
    """Whether what was done since stands in the place of this message."""
    return message.extra_tags == PASSED


def undo_of(message) -> str:
    """The name of the act that a message offers to take back; "" for none."""
    words = (message.extra_tags or "").split()
    return words[words.index(UNDO) + 1] if UNDO in words[:-1] else ""
