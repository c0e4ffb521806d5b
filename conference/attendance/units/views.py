"""Addresses behind the link of a unit: `/<language>/u/<token>/` and what stands below it."""

import io
import uuid
from functools import wraps
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.attendance import links
from conference.attendance.asked_of_others import for_others
from conference.attendance.closed_links import replaced, taken_back, typed_by, typed_in
from conference.attendance.limits import too_many
from conference.attendance.models import Registration, UnitLiaison
from conference.attendance.own.page import private
from conference.attendance.questions.table import questions_of
from conference.attendance.registering import RegistrationRefused, reply_digest
from conference.attendance.units import changes, corrections
from conference.attendance.units.forms import (
    FIRST_ROWS,
    MOST_ROWS,
    CorrectForm,
    PersonForm,
    SendingForm,
    UnitSheetForm,
    rows_of,
    sent_to_nobody,
)
from conference.attendance.units.page import choices_for, frame, program_of, row_options, unit_page
from conference.attendance.units.sheet import (
    check_sheet,
    packed,
    people_in,
    template_of,
    unpacked,
    with_answers,
)
from conference.attendance.units.sheet import (
    too_many as more_than_left,
)
from conference.ids import possible_id
from conference.tabular import CONTENT_TYPES

PER_NETWORK = {"most": 120, "seconds": 600}  # a whole institute may sit behind one address
MORE_ROWS = 5
MOST_TEXT = 2_000_000  # of a sheet between preview and yes
DONE = {
    "named": gettext_lazy("They are on the list. How each stands is said below."),
    "corrected": gettext_lazy("Corrected. It is the same person as before, with the same seat."),
    "swapped": gettext_lazy("Somebody else comes now; the seat stays."),
    "out": gettext_lazy("Taken off the list. The place of your quota is free again."),
    "told": gettext_lazy("Kept: when you told whom."),
}
BUSY = gettext_lazy("Too many changes came from your network. Wait ten minutes.")


def of_one_unit(view):
    """A view of the unit behind the token: nobody’s is not found, what was taken back is told."""

    @csrf_exempt  # the link is the secret, and "no-referrer" makes browsers send no origin
    @sensitive_variables("token")
    @wraps(view)
    def wrapped(request, token, **more):
        unit = links.of_token(UnitLiaison.objects.select_related("conference"), token)
        if unit is None:
            return replaced(request, token, typed=lambda: typed_by(sent_to_nobody(request.POST)))
        if unit.revoked_at is not None:
            typed = typed_by(sent_to_nobody(request.POST))
            return taken_back(request, unit.conference, typed=typed)
        return private(view(request, unit, token, **more))

    return wrapped


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_one_unit
def unit(request, unit, token):
    """The list, and the rows in which people are named."""
    if request.method != "POST":
        return unit_page(request, unit, token, done=DONE.get(request.GET.get("done"), ""))
    options = row_options(unit, program_of(unit))
    if "more" in request.POST:
        return more_rows(request, unit, token, options)
    sending = SendingForm(request.POST)
    rows = rows_of(request.POST, **options)
    shown = {"rows": rows, "sending": sending}
    if busy(request, unit):
        return unit_page(request, unit, token, **shown, alert=BUSY, status=429)
    is_whole = rows.is_valid() & sending.is_valid()
    form_id = request.POST.get("form_id", "")
    filled = [form for form in rows.forms if form.has_changed()] if rows.is_bound else []
    digest = digest_of(form_id, filled)
    if changes.was_kept(unit, form_id, digest):
        return back(token, "named")
    if not is_whole:
        return unit_page(request, unit, token, **shown, status=422)
    try:
        changes.name_people(
            unit,
            [form.named for form in filled],
            form_id=form_id,
            digest=digest,
            language=get_language(),
        )
    except RegistrationRefused as refusal:
        return refused_page(request, unit, token, refusal, **shown)
    return back(token, "named")


def more_rows(request, unit, token, options):
    """The same page with more rows; nothing of what was typed is judged yet."""
    many = possible_id(request.POST.get("person-TOTAL_FORMS", "")) or FIRST_ROWS
    many = min(many, MOST_ROWS - MORE_ROWS)
    empty = PersonForm(**options)
    typed = [
        {
            name: request.POST.getlist(f"person-{n}-{name}")
            if hasattr(field, "choices") and field.widget.allow_multiple_selected
            else request.POST.get(f"person-{n}-{name}", "")
            for name, field in empty.fields.items()
            if f"person-{n}-{name}" in request.POST
        }
        for n in range(many)
    ]
    rows = rows_of(**options, many=many + MORE_ROWS, initial=typed)
    kept = {
        "form_id": request.POST.get("form_id", "")[:32],
        "agreed": bool(request.POST.get("agreed")),
    }
    sending = SendingForm(initial=kept)
    return unit_page(request, unit, token, rows=rows, sending=sending)


def refused_page(request, unit, token, refusal, *, rows, sending):
    """Nothing was written; what was typed stands there to be sent again."""
    now = UnitLiaison.objects.select_related("conference").filter(pk=unit.pk).first()
    if now is None or refusal.code == "revoked":
        return taken_back(request, unit.conference, typed=typed_by(rows.forms))
    alert = refusal.message
    if refusal.code == "changed":
        sent = request.POST.copy()
        sent["form_id"] = uuid.uuid4().hex
        sending = SendingForm(sent)
        alert = _(
            "This form has been sent before, and whom it named then stands on the list. It says "
            "something else now: sent again, it names these people as well."
        )
    return unit_page(request, now, token, rows=rows, sending=sending, alert=alert, status=409)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_one_unit
def swap(request, unit, token, member_id):
    """Somebody else in the place of one who was named."""
    member = there(unit, member_id)
    program = program_of(unit)
    options = row_options(unit, None)
    if request.method != "POST":
        form, sending = PersonForm(**options), SendingForm()
        return swap_page(request, unit, token, program, member, form, sending)
    form, sending = PersonForm(request.POST, **options), SendingForm(request.POST)
    form_id = request.POST.get("form_id", "")
    digest = digest_of(form_id, [form])
    if changes.was_kept(unit, form_id, digest):
        return back(token, "swapped")
    shown = (request, unit, token, program, member, form, sending)
    if busy(request, unit):
        return swap_page(*shown, alert=BUSY, status=429)
    if not (form.is_valid() & sending.is_valid()):
        return swap_page(*shown, status=422)
    try:
        changes.swap(
            unit,
            member.pk,
            form.named,
            form_id=form_id,
            digest=digest,
            language=get_language(),
        )
    except RegistrationRefused as refusal:
        return of_one_refused(refusal, shown, swap_page)
    return back(token, "swapped")


def of_one_refused(refusal, shown, shows):
    """`shows` is the page of one person, with `shown`; where it is no more, that of the unit."""
    request, unit, token, _program, _member, form, *_sending = shown
    if refusal.code == "revoked":
        return taken_back(request, unit.conference, typed=typed_in(form))
    if refusal.code in ("gone", "signed_in", "closed"):
        typed = typed_in(form)
        return unit_page(request, unit, token, typed=typed, alert=refusal.message, status=409)
    return shows(*shown, alert=refusal.message, status=409)


def swap_page(request, unit, token, program, member, form, sending, *, alert="", status=200):
    if is_over(unit, member):
        typed = typed_in(form) if form.is_bound else ""
        return unit_page(request, unit, token, typed=typed, alert=alert, status=status)
    context = frame(unit, token, program) | {
        "member": member,
        "form": form,
        "sending": sending,
        "offer": changes.notice_of(unit),
        "alert": alert,
    }
    return render(request, "attendance/unit_swap.html", context, status=status)


def is_over(unit, member) -> bool:
    return not unit.is_open() or member.registration.status in Registration.GONE


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_one_unit
def correct(request, unit, token, member_id):
    """A slip in what was written about somebody; the person stays."""
    member = there(unit, member_id)
    program = program_of(unit)
    options = {"member": member, "questions": for_others(questions_of(unit.conference))}
    if request.method != "POST":
        return correct_page(request, unit, token, program, member, CorrectForm(**options))
    form = CorrectForm(request.POST, **options)
    shown = (request, unit, token, program, member, form)
    if busy(request, unit):
        return correct_page(*shown, alert=BUSY, status=429)
    if not form.is_valid():
        return correct_page(*shown, status=422)
    try:
        corrections.correct(unit, member.pk, form.said_now, mark=form.cleaned_data["mark"])
    except RegistrationRefused as refusal:
        if refusal.code == "stale":
            member = there(unit, member_id)
            form.marked(member.registration)
            shown = (request, unit, token, program, member, form)
        return of_one_refused(refusal, shown, correct_page)
    return back(token, "corrected")


def correct_page(request, unit, token, program, member, form, *, alert="", status=200):
    if is_over(unit, member):
        typed = typed_in(form) if form.is_bound else ""
        return unit_page(request, unit, token, typed=typed, alert=alert, status=status)
    context = frame(unit, token, program) | {"member": member, "form": form, "alert": alert}
    return render(request, "attendance/unit_correct.html", context, status=status)


@require_POST
@of_one_unit
def take_out(request, unit, token, member_id):
    there(unit, member_id)
    try:
        changes.take_out(unit, member_id)
    except RegistrationRefused as refusal:
        return unit_page(request, unit, token, alert=refusal.message, status=409)
    return back(token, "out")


@require_POST
@of_one_unit
def told(request, unit, token):
    """Ticks that the liaison told one person, or everybody; or that they did not."""
    key = possible_id(request.POST.get("member", ""))
    everybody = "everybody" in request.POST
    if key is None and not everybody:
        return back(token)
    is_told = everybody or request.POST.get("told") == "yes"
    changes.tick_told(unit, None if everybody else [key], told=is_told)
    return back(token, "told", "#said" if everybody else f"#person-{key}")


@require_safe
@of_one_unit
def template(request, unit, token):
    """The empty sheet, with the sub-forums that can be chosen."""
    forums = [choice.session for choice in choices_for(unit, program_of(unit))]
    file = io.BytesIO()  # a header and a page of words
    template_of(unit, file, forums=forums)
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    name = quote(f"{_('Sheet of replies')} {unit.name}.xlsx".replace("/", " "))
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
    return response


@sensitive_post_parameters()
@require_POST
@of_one_unit
def sheet(request, unit, token):
    """A filled-in template: what it would add is shown first, and added on a yes."""
    if busy(request, unit):
        return unit_page(request, unit, token, alert=BUSY, status=429)
    if not unit.is_open() or changes.notice_of(unit) is None:
        return unit_page(request, unit, token, status=409)
    program = program_of(unit)
    forums = [choice.session for choice in choices_for(unit, program)]
    if "table" not in request.POST:
        form = UnitSheetForm(request.POST, request.FILES)
        if not form.is_valid():
            said = " ".join(form.errors.get("sheet", ()))  # its box is far below
            return unit_page(request, unit, token, sheet=form, alert=said, status=422)
        return sheet_page(request, unit, token, program, forums, form.table)
    table = unpacked(unit, request.POST["table"])
    if table is None:
        alert = _("The checked sheet is gone: it is kept for a day. Send it again.")
        return unit_page(request, unit, token, alert=alert, status=409)
    sending = SendingForm(request.POST)
    form_id = request.POST.get("form_id", "")
    digest = reply_digest(form_id, {"table": [request.POST["table"]]})
    if changes.was_kept(unit, form_id, digest) is not None:
        return back(token, "named")
    if not sending.is_valid():
        return sheet_page(request, unit, token, program, forums, table, sending=sending, status=422)
    preview = check_sheet(unit, table, forums=forums)
    if preview.problems:  # what the sheet is judged by has changed since
        return sheet_page(request, unit, token, program, forums, table, status=409)
    try:
        changes.name_people(
            unit, people_in(preview), form_id=form_id, digest=digest, language=get_language()
        )
    except RegistrationRefused as refusal:
        return unit_page(request, unit, token, alert=refusal.message, status=409)
    return back(token, "named")


def sheet_page(request, unit, token, program, forums, table, *, sending=None, status=200):
    preview = check_sheet(unit, table, forums=forums)
    left = changes.places_left(unit)
    refused = "" if preview.problems else more_than_left(preview, left)
    text = "" if preview.problems or refused or not preview.fresh else packed(unit, table)
    if len(text) > MOST_TEXT:
        text, refused = "", _("The sheet holds too much text. Split it.")
    context = frame(unit, token, program) | {
        "preview": preview,
        "people": with_answers(unit, preview),
        "refused": refused,
        "table": text,
        "sending": sending or SendingForm(),
        "offer": changes.notice_of(unit),
        "left": left,
    }
    if not text and status == 200:
        status = 422
    return render(request, "attendance/unit_sheet.html", context, status=status)


# --- What the views share -------------------------------------------------------------------------


def there(unit, member_id):
    rows = unit.members.filter(pk=possible_id(member_id)).select_related("registration")
    member = rows.first()
    if member is None or member.registration.erased_at is not None:
        raise Http404
    return member


def digest_of(form_id: str, people) -> str:
    said = {}
    for n, form in enumerate(people):
        said |= {f"{n}-{name}": values for name, values in form.said.items()}
    return reply_digest(form_id, said)


def busy(request, unit) -> bool:
    network = request.META.get("REMOTE_ADDR", "")
    return too_many(f"units {unit.conference_id}", network, **PER_NETWORK)


def back(token, done="", where="#said"):
    """The list as it is now. Where to look is always named: a form's own place would be kept."""
    address = reverse("attendance:unit", args=[token])
    return HttpResponseRedirect(f"{address}?done={done}{where}" if done else address)
