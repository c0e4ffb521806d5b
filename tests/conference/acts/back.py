"""Acts taken back: all rows before and after."""

from django.apps import apps

from conference.acts import act
from conference.acts.undoing import take_back


def everything():
    """{label: rows} of all that the apps hold, but histories, acts and stamps; and letters, which
    stay as they were written: what must not leave any more is asked when they leave.
    """
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(("conference", "alliance"))
        and not model.__name__.startswith("Historical")
        and model._meta.model_name not in ("act", "letter", "stamp")
    }


def there_and_back(do, by):
    """An act, taken back, done again, taken back: the same each time."""
    before = everything()
    with act(by=by) as done:
        do()
    after = everything()
    assert after != before
    undo = take_back(done.saved, by=anew(by))
    assert everything() == before
    again = take_back(undo, by=anew(by))
    assert everything() == after
    take_back(again, by=anew(by))
    assert everything() == before


def anew(user):
    """The account as its next request has it: rights are kept for a request."""
    return type(user).objects.get(pk=user.pk)
