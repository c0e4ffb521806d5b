"""What a host usually says, in one place: a start, which the host edits.

`%(who)s` are people with organization and position, in stage directions names alone; `%(title)s` is
what a thing is called, `%(topic)s` the title of a talk in its quotation marks.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.program.models import Kind
from conference.program.office.meanings import halves

Words = str | Promise

# By the half of the day in which a session begins.
GREETINGS: dict[str, Words] = {
    halves.MORNING: _("Distinguished guests, dear colleagues, good morning!"),
    halves.NOON: _("Distinguished guests, dear colleagues, good afternoon!"),
    halves.AFTERNOON: _("Distinguished guests, dear colleagues, good afternoon!"),
    halves.EVENING: _("Distinguished guests, dear colleagues, good evening!"),
    halves.NIGHT: _("Distinguished guests, dear colleagues!"),
    "": _("Distinguished guests, dear colleagues!"),
}
WELCOME = _("Welcome to %(title)s.")
HOST = _("I am %(who)s, and I have the honor of leading you through the program.")
HOST_OF_MANY = _("We are %(who)s, and we have the honor of leading you through the program.")
HOST_UNKNOWN = _("I am ________, and I have the honor of leading you through the program.")
HOSTED_BY = _("Let me name those who make this conference possible.")
HOSTS = pgettext_lazy("role of hosts and their names", "%(role)s: %(names)s.")
GUESTS = _("With us today are:")
APPLAUSE = _("Pause for applause after each name.")
GUESTS_WELCOME = _("Please join me in welcoming all of them.")
OPEN = _("I declare %(title)s open.")
RESUME = _("Welcome back. We continue with the program.")
CHAIR = _("The next part is chaired by %(who)s. Please welcome the chair.")
CHAIR_OF_MANY = _("The next part is chaired by %(who)s. Please welcome the chairs.")
FORUM_CHAIR = _("It is chaired by %(who)s.")
INVITED = _("On the stage I welcome:")
THANKS_ALL = _("Thank you all.")
COMMENT = _("I invite %(who)s to comment.")
DAY_OVER = _("This ends the program of today. Thank you all.")
OVER = _("This brings %(title)s to its close. Thank you all for coming, and a safe journey home.")
# Of a day whose last sub-forums are led elsewhere.
DAY_OVER_AFTER_FORUMS = _("With the sub-forums ends the program of today. Thank you all.")
OVER_AFTER_FORUMS = _(
    "With the sub-forums %(title)s comes to its close. Thank you all for coming, and a safe "
    "journey home."
)
FORUMS_BEGIN = _("The sub-forums begin now, at the same time. Please go to the one you chose.")
FORUM_CHAIRED = _("chaired by %(who)s")
FORUM_WELCOME = _("Welcome to %(title)s.")
FORUM_OVER = _("This ends %(title)s. My thanks to the speakers and to all of you.")
AT_ONCE = pgettext_lazy("stage direction", "at the same time as the above, in %(place)s")
SPEAKS = pgettext_lazy("stage direction", "%(who)s")
FOR_LENGTH = pgettext_lazy("stage direction", "%(length)s")
SPEAKS_FOR = pgettext_lazy("stage direction", "%(who)s, %(length)s")


@dataclass(frozen=True, slots=True)
class Formula:
    """What is said before a session, with people and without, and after it."""

    with_people: Words
    alone: Words
    thanks: Words = ""
    with_many: Words = ""  # where that differs


_NEXT = _("Next on the program: %(title)s.")
_REPORT_THANKS = _("My thanks for this inspiring presentation go to %(who)s.")

FORMULAS: dict[str, Formula] = {
    Kind.ADDRESS: Formula(
        _("It is my pleasure to invite %(who)s to address us."),
        _NEXT,
        _("Our thanks for these kind words go to %(who)s."),
    ),
    Kind.CEREMONY: Formula(
        _("We now come to %(title)s. I invite %(who)s to the stage."),
        _("We now come to %(title)s."),
    ),
    Kind.KEYNOTE: Formula(
        _("I invite %(who)s to give the keynote %(topic)s. Please welcome the speaker."),
        _("We now hear the keynote %(topic)s."),
        _REPORT_THANKS,
        _("I invite %(who)s to give the keynote %(topic)s. Please welcome the speakers."),
    ),
    Kind.TALK: Formula(
        _("I invite %(who)s to speak on %(topic)s. Please welcome the speaker."),
        _("We now hear the talk %(topic)s."),
        _REPORT_THANKS,
        _("I invite %(who)s to speak on %(topic)s. Please welcome the speakers."),
    ),
    Kind.PANEL: Formula(
        _("We now come to the panel %(topic)s."),
        _("We now come to the panel %(topic)s."),
        _("Thank you to the panel for this conversation."),
    ),
    Kind.DISCUSSION: Formula(
        _("We now come to the discussion %(title)s, with %(who)s. Your questions are welcome."),
        _("We now come to the discussion %(title)s. Your questions are welcome."),
        _("Thank you for the lively discussion."),
    ),
    Kind.SUB_FORUM: Formula(
        _("The sub-forum %(title)s begins now."), _("The sub-forum %(title)s begins now.")
    ),
    Kind.BREAK: Formula(
        _("It is time for a break: %(title)s."), _("It is time for a break: %(title)s.")
    ),
    Kind.MEAL: Formula(
        _("It is time for %(title)s. Enjoy your meal."),
        _("It is time for %(title)s. Enjoy your meal."),
    ),
    Kind.PHOTO: Formula(
        _("Please gather for %(title)s, with our guests in the first row."),
        _("Please gather for %(title)s, with our guests in the first row."),
    ),
}
OTHERWISE = Formula(_("Next on the program: %(title)s, with %(who)s."), _NEXT)
PLACE = _("The place is %(place)s.")
BACK_AT = _("Please be back at %(time)s.")
