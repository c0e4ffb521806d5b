"""Why an act is not taken back: a sentence for people."""

from django.utils.translation import gettext as _

from conference.meanwhile.authors import Author


class UndoRefused(Exception):
    """Nothing was changed. `message` says what stands in the way, `code` which rule it is: `gone`,
    `late`, `undone`, `changed`, `used`, `taken`, `published`, `rule`, `rights`, `nothing`.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


def refuse_late():
    raise UndoRefused("late", _("This can be taken back for an hour, and that is over."))


def refuse_final():
    raise UndoRefused("gone", _("This is not taken back here."))


def refuse_nothing():
    raise UndoRefused("nothing", _("This changed nothing, so there is nothing to take back."))


def refuse_undone(undo, *, reader):
    author = Author(undo.by, undo.at).named(reader)
    raise UndoRefused("undone", _("%(who)s has taken this back already.") % {"who": author})


def refuse_changed(row, since, *, reader):
    author = Author(since.history_user, since.history_date).named(reader)
    if since.history_type == "-":
        text = _("%(who)s has deleted “%(row)s” since. Nothing was taken back.")
    else:
        text = _("%(who)s has changed “%(row)s” since. Nothing was taken back.")
    raise UndoRefused("changed", text % {"who": author, "row": row})


def refuse_unknown(row):
    raise UndoRefused(
        "gone",
        _("What “%(row)s” was before is not known any more. Nothing was taken back.")
        % {"row": row},
    )


def refuse_used(row, user):
    raise UndoRefused(
        "used",
        _(
            "“%(row)s” would go, but “%(user)s” (%(kind)s) needs it by now. Nothing was taken "
            "back: take that away first."
        )
        % {"row": row, "user": user, "kind": user._meta.verbose_name},
    )


def refuse_missing(row, field):
    raise UndoRefused(
        "gone",
        _(
            "“%(row)s” cannot be as it was: what it had as %(field)s was deleted since. "
            "Nothing was taken back."
        )
        % {"row": row, "field": field.verbose_name},
    )


def refuse_taken(row, rule_message):
    raise UndoRefused(
        "taken",
        _("“%(row)s” cannot be as it was: %(rule)s Nothing was taken back.")
        % {"row": row, "rule": rule_message},
    )


def refuse_published(row):
    raise UndoRefused(
        "published",
        _(
            "“%(row)s” has been published since, so that it stays. Nothing was taken back: cancel "
            "or change it instead."
        )
        % {"row": row},
    )


def refuse_rights(kind):
    raise UndoRefused(
        "rights",
        _("You may not change all that this changed (%(kind)s). Nothing was taken back.")
        % {"kind": kind},
    )


def refuse_by_database():
    raise UndoRefused(
        "rule",
        _(
            "What was would contradict what stands now, perhaps written by somebody else at this "
            "moment. Nothing was taken back."
        ),
    )
