"""What an organizer sees of the doors: all at once, and the codes that wait to be judged."""

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from conference.attendance import judging
from conference.attendance.access import for_team
from conference.attendance.board import Board
from conference.attendance.cleaning import line_of
from conference.attendance.models import CheckIn, Registration
from conference.ids import possible_id
from conference.permissions import Right, may

MOST_SHOWN = 50
MOST_FOUND = 12


@require_safe
@for_team(Right.OPEN_DESK)
def doors(request, conference):
    """The board; only its living part for the page's script, every few seconds."""
    part = "X-Fragment" in request.headers
    context = {
        "conference": conference,
        "place": None,
        "board": Board(conference),
        "may_judge": may(request.user, Right.EDIT_REGISTRATIONS, conference),
    }
    template = "attendance/_doors.html" if part else "attendance/doors.html"
    response = render(request, template, context)
    response["Vary"] = "X-Fragment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_team(Right.EDIT_REGISTRATIONS)
def judge(request, conference):
    """The codes that wait; of the chosen one, whose it may have been. POST settles it, or all that
    wait from one station.
    """
    waiting = (
        CheckIn.objects.filter(conference=conference)
        .to_be_judged()
        .select_related("checkpoint__session")
        .order_by("-scanned_at", "-pk")
    )
    data = request.POST if request.method == "POST" else request.GET
    scan_id = possible_id(data.get("scan", ""))
    chosen = waiting.filter(pk=scan_id).first() if scan_id else None
    alert = ""
    if scan_id and chosen is None:
        alert = judging.settled_before()
    elif request.method == "POST" and "station" in data:
        try:
            refuse_all(request, conference)
        except judging.CannotSettle as refusal:
            alert = str(refusal)
        else:
            return HttpResponseRedirect(reverse("attendance:judge", args=[conference.slug]))
    elif request.method == "POST":
        if chosen is None:
            raise Http404
        chosen.conference = conference
        try:
            done = settle(request, chosen)
        except judging.CannotSettle as refusal:
            alert = str(refusal)
        else:
            there = reverse("attendance:judge", args=[conference.slug])
            return HttpResponseRedirect(f"{there}?done={done.pk}")
    text = data.get("q", "")[:100]
    stations = list(
        waiting.order_by()
        .values("station")
        .annotate(count=Count("pk"), newest=Max("pk"))
        .order_by("-count", "station")
    )
    context = {
        "conference": conference,
        "place": None,
        "waiting": list(waiting[:MOST_SHOWN]),
        "stations": stations,
        "count": sum(each["count"] for each in stations),
        "chosen": chosen,
        "alert": alert,
        "q": text,
        "done": done_before(request, conference),
        **people_for(chosen, text),
    }
    return render(request, "attendance/judge.html", context, status=409 if alert else 200)


def people_for(scan, text) -> dict:
    """Who may be meant: by the letters of the code, or by what was typed. Two queries."""
    if scan is None:
        return {"people": [], "alike": False}
    if not text.strip():
        people = judging.who_has_a_code_like(scan)
        return {"people": people, "alike": bool(people)}
    rows = Registration.objects.filter(conference=scan.conference_id).matching(text).in_order()
    return {"people": list(rows[:MOST_FOUND]), "alike": False}


def settle(request, scan) -> CheckIn:
    note = line_of(request.POST.get("note", ""), 200)
    if "nobody" in request.POST:
        if not note:
            raise judging.CannotSettle(
                _("Say why it was nobody of ours, such as: a code of another conference.")
            )
        return judging.refuse(scan, by=request.user, note=note)
    number = possible_id(request.POST.get("person", ""))
    person = Registration.objects.filter(conference=scan.conference_id, pk=number or 0).first()
    if person is None:
        raise judging.CannotSettle(_("Choose whose code it was, or say that it was nobody's."))
    return judging.settle(scan, person, by=request.user, note=note)


def refuse_all(request, conference) -> None:
    note = line_of(request.POST.get("note", ""), 200)
    if not note:
        raise judging.CannotSettle(
            _("Say why they were nobody of ours, such as: codes of another conference.")
        )
    count = judging.refuse_all(
        conference,
        station=request.POST["station"][:60],
        up_to=possible_id(request.POST.get("up_to", "")) or 0,
        by=request.user,
        note=note,
    )
    said = ngettext(
        "Settled: %(count)d code was nobody of ours.",
        "Settled: %(count)d codes were nobody of ours.",
        count,
    )
    messages.success(request, said % {"count": count})


def done_before(request, conference) -> CheckIn | None:
    number = possible_id(request.GET.get("done", ""))
    rows = CheckIn.objects.filter(conference=conference, judges__isnull=False)
    return rows.filter(pk=number).select_related("registration").first() if number else None
