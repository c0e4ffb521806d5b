"""The buttons beside clashes of people: meant so, listed so, take off."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.forms import possible_id
from conference.permissions import Right
from conference.program.draft.settling import list_alone, mean_overlaps, take_off
from conference.wording.labels import listed

SHOWN_NAMES = 12
MOST = 5_000  # ids that one press may carry


def settle_view(conference_for):
    """POST with one of `meant`, `listed`, `take_off`: ids of participations with commas between."""

    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        for name, (act, told) in ANSWERS.items():
            if name in request.POST:
                asked = request.POST[name].split(",")[:MOST]
                people = act(conference, [pk for pk in map(possible_id, asked) if pk is not None])
                tell(request, told, people)
        back = "publish" if request.POST.get("back") == "publish" else "clashes"
        return HttpResponseRedirect(reverse(f"admin:program_{back}", args=[conference.pk]))

    return view


def tell(request, told, people):
    if not people:
        messages.info(request, _("Nothing was left to do: somebody answered this already."))
        return
    names = [str(person) for person in people[:SHOWN_NAMES]]
    if len(people) > SHOWN_NAMES:
        names.append("…")
    shown = listed(names)
    messages.success(request, told(len(people)) % {"people": shown, "n": len(people)})


def _meant(n):
    return ngettext(
        "%(people)s may be in several places at once from now on.",
        "These %(n)d people may be in several places at once from now on: %(people)s",
        n,
    )


def _listed(n):
    return ngettext(
        "%(people)s stays listed without a session.",
        "These %(n)d people stay listed without a session: %(people)s",
        n,
    )


def _taken_off(n):
    return ngettext(
        "%(people)s is taken off the program. Attendees see it after the next publish.",
        "%(n)d people are taken off the program: %(people)s. Attendees see it after the next "
        "publish.",
        n,
    )


ANSWERS = {
    "meant": (mean_overlaps, _meant),
    "listed": (list_alone, _listed),
    "take_off": (take_off, _taken_off),
}
