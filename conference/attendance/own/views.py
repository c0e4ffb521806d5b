"""Addresses behind a personal link: `/<language>/r/<token>/` and what stands below it."""

import tempfile
from functools import wraps

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.attendance import registering
from conference.attendance.answer_files import handed_out
from conference.attendance.calendars import calendar_of
from conference.attendance.certificates.printing import printed
from conference.attendance.certificates.told import filename_of, valid_of
from conference.attendance.closed_links import replaced
from conference.attendance.forums_on_offer import choices_for
from conference.attendance.limits import too_many
from conference.attendance.models import Registration
from conference.attendance.own import changes
from conference.attendance.own.forms import DataForm, ForumForm
from conference.attendance.own.page import can_be_chosen, frame, own_page, private, program_of
from conference.attendance.own.told import packed, told
from conference.attendance.questions.table import questions_of
from conference.page_cache import public_page
from conference.program.feeds.ical import MEDIA_TYPE
from conference.stamps import SITE

PER_NETWORK = {"most": 60, "seconds": 600}  # as for replies
DONE = {
    "data": gettext_lazy("Your data are changed."),
    "forum": gettext_lazy("Your sub-forum is changed."),
}


def of_one_person(view):
    """A view of the person behind the token; nobody's token is not found."""

    @csrf_exempt  # the link is the secret, and "no-referrer" makes browsers send no origin
    @wraps(view)
    def wrapped(request, token, **more):
        person = registering.of_token(token) if len(token) <= 64 else None
        if person is None:
            return replaced(request, token)
        return private(view(request, person, token, **more))

    return wrapped


@require_safe
@of_one_person
def reply(request, person, token):
    return own_page(request, person, token, done=DONE.get(request.GET.get("done"), ""))


@require_POST
@of_one_person
def withdraw(request, person, token):
    try:
        registering.withdraw(person)
    except registering.RegistrationRefused as refusal:
        return own_page(request, person, token, alert=refusal.message, status=409)
    return back(token)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_person
def correct(request, person, token):
    """One's data in the form they were given in, until it closes."""
    program = program_of(person)
    questions = list(questions_of(person.conference))
    if request.method != "POST":
        mark = changes.mark_of_data(person)
        form = DataForm(person=person, questions=questions, initial={"mark": mark})
        return correct_page(request, person, token, program, form)
    is_busy = busy(request, person)
    files = None if is_busy else request.FILES
    form = DataForm(request.POST, files, person=person, questions=questions)
    if is_busy:
        form.add_error(None, _("Too many changes came from your network. Wait ten minutes."))
        return correct_page(request, person, token, program, form, status=429)
    if not form.is_valid():
        return correct_page(request, person, token, program, form, status=422)
    try:
        if form.taken_out:
            raise changes.stale()
        changes.correct(
            person,
            mark=form.cleaned_data["mark"],
            agrees_to_sensitive=form.agrees_to_sensitive,
            **form.said,
        )
    except registering.RegistrationRefused as refusal:
        now = Registration.objects.select_related("conference").filter(pk=person.pk).first()
        if now is None:
            raise Http404 from None
        differing = []
        if refusal.code == "stale":
            differing = form.differing(now)
            form.marked(changes.mark_of_data(now))
        more = {"refused": refusal.message, "differing": differing}
        return correct_page(request, now, token, program, form, status=409, **more)
    return back(token, "data")


def correct_page(request, person, token, program, form, *, status=200, **more):
    context = frame(person, token, program) | {"form": form, **_until(person), **more}
    return render(request, "attendance/own_correct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_person
def forums(request, person, token):
    """Another sub-forum, while seats last; a place in line where they do not."""
    program = program_of(person)
    if not can_be_chosen(program):
        raise Http404
    choices = choices_for(person, program)
    if request.method != "POST":
        form = ForumForm(choices=choices, initial={"mark": changes.mark_of_forums(person)})
        return forums_page(request, person, token, program, form)
    form = ForumForm(request.POST, choices=choices)
    if busy(request, person):
        form.add_error(None, _("Too many changes came from your network. Wait ten minutes."))
        return forums_page(request, person, token, program, form, status=429)
    if not form.is_valid():
        return forums_page(request, person, token, program, form, status=422)
    try:
        changes.change_forums(
            person,
            wanted=form.cleaned_data.get("sessions", ()),
            offered=[choice.session for choice in choices],
            known_full=form.known_full,
            mark=form.cleaned_data["mark"],
        )
    except registering.RegistrationRefused as refusal:
        now = Registration.objects.select_related("conference").filter(pk=person.pk).first()
        if now is None:
            raise Http404 from None
        # Everything as it stands now; what was wanted is chosen again by hand.
        form = ForumForm(
            choices=choices_for(now, program), initial={"mark": changes.mark_of_forums(now)}
        )
        more = {"refused": refusal.message}
        return forums_page(request, now, token, program, form, status=409, **more)
    return back(token, "forum")


def forums_page(request, person, token, program, form, *, status=200, **more):
    context = frame(person, token, program) | {"form": form, **_until(person), **more}
    context["any_full"] = any(choice.is_full for choice in form.choices)
    return render(request, "attendance/own_forums.html", context, status=status)


@require_safe
@of_one_person
def calendar(request, person, token):
    """The program as a calendar file, without the sub-forums that others chose."""
    body = calendar_of(person)
    if not body:
        raise Http404
    return _file(body, MEDIA_TYPE, f"{person.conference.slug}.ics")


@require_safe
@of_one_person
def data(request, person, token):
    """All that is kept about this person, as a file."""
    body = told(person, shown=_shown(person))
    return _file(body, "application/json", f"{_name(person)}.json")


@require_safe
@of_one_person
def data_with_files(request, person, token):
    """The same with the files that they sent."""
    if busy(request, person):
        return _too_many_files()
    file = tempfile.TemporaryFile(prefix="lectern-")  # noqa: SIM115  the answer closes it
    try:
        packed(person, file, name=f"{_name(person)}.json", shown=_shown(person))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name, kind = f"{_name(person)}.zip", "application/zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


def _shown(person):
    program = program_of(person)
    return lambda row: program.session(row.code) if program else None


def _name(person) -> str:
    return f"{person.conference.slug}-{person.number}"


@require_safe
@of_one_person
def answer(request, person, token, question_id):
    """The file with which this person answered a question."""
    return handed_out(person, str(question_id))


@require_safe
@of_one_person
def certificate(request, person, token):
    """The certificate that the person has now, as PDF."""
    row = valid_of(person)
    if row is None:
        raise Http404
    if busy(request, person):
        return _too_many_files()
    return _file(printed([row], at=row.issued_at), "application/pdf", filename_of(row))


@require_safe
@public_page(lambda: (SITE,))
def kept(request):
    """What the worker shows in place of somebody's page without a network: it names nobody, and its
    script fills in the copy that the device keeps under the link (docs/offline.md).
    """
    return render(request, "attendance/own_kept.html")


def back(token, done=""):
    address = reverse("attendance:reply", args=[token])
    return HttpResponseRedirect(f"{address}?done={done}" if done else address)


def busy(request, person) -> bool:
    network = request.META.get("REMOTE_ADDR", "")
    return too_many(f"changes {person.conference_id}", network, **PER_NETWORK)


def _until(person) -> dict:
    end = changes.closes_at(person)
    return {"closes_at": end.astimezone(person.conference.zone) if end else None}


def _too_many_files():
    said = _("Too many files were asked for from your network. Wait ten minutes.")
    return HttpResponse(said, status=429, content_type="text/plain; charset=utf-8")


def _file(body, content_type, name):
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
