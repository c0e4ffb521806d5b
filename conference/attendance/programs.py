"""The desk's door for programs: what they send, and what they are told in JSON."""

import json

from django.forms import Field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance import answers


class BadScan(ValueError):
    """What was sent is no scan. The message is for people."""


def posted(request) -> dict:
    """The fields of a form or of a JSON object. Raises BadScan."""
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(request.body)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise BadScan(_("The request is not valid JSON.")) from None
    for flag in ("override", "anyway"):
        if isinstance(data, dict) and isinstance(data.get(flag), bool):
            data[flag] = str(data[flag])
    if not isinstance(data, dict) or not all(
        isinstance(v, str | int) and not isinstance(v, bool) for v in data.values()
    ):
        raise BadScan(_("Send a JSON object whose values are texts."))
    return data


def as_json(scan, conference) -> dict:
    said = answers.answer(scan)
    first = said.first
    return {
        "result": scan.result,
        "reason": scan.reason,
        "message": said.message,
        "registration": in_short(scan.person) if scan.person else None,
        "first_at": first.scanned_at.astimezone(conference.zone).isoformat(timespec="seconds")
        if first
        else None,
        "station": first.station if first else scan.station,
        "scan": scan.pk,
    }


def in_short(person) -> dict:
    return {
        "number": person.number,
        "name": person.name,
        "name_en": person.name_en,
        "organization": person.organization_name,
        "title": person.title,
        "category": person.category,
    }


def doubted(people) -> dict:
    """What a program is told of a walk-in who may be on the list already."""
    text = ngettext(
        "Somebody of this name is on the list. Sign that person in, or send “anyway” for somebody "
        "else.",
        "People of this name are on the list. Sign one of them in, or send “anyway” for somebody "
        "else.",
        len(people),
    )
    return {"message": text, "on_the_list": [in_short(person) for person in people]}


# Refusals that fit any text: they have to say which one.
OF_ANY_TEXT = {"max_length", "control_character", "broken_text", "id_number"}


def first_error(form) -> str:
    name, errors = next(iter(form.errors.as_data().items()))
    message, code = errors[0].messages[0], errors[0].code
    is_of_any = code in OF_ANY_TEXT or message == Field.default_error_messages.get(code)
    return f"{form[name].label}: {message}" if is_of_any else message
