"""The bytes of a schedule.json as Python's values; duplicate keys, depth and size are watched."""

import json

from django.utils.translation import gettext as _

from conference.program.feeds import plain
from conference.program.importing.flat import with_days
from conference.program.importing.limits import MAX_DEPTH, MAX_NODES
from conference.program.importing.refusal import ImportRefused


def document_of_json(raw: bytes) -> dict:
    if raw.count(b"{") + raw.count(b"[") > MAX_NODES:
        raise ImportRefused(_("The file holds too many values."))
    try:
        text = raw.decode(json.detect_encoding(raw))
        document = json.loads(
            text.removeprefix("\ufeff"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        reason = plain(str(error)).rstrip(".")[:200]
        raise ImportRefused(
            _("The file is not valid JSON: %(reason)s.") % {"reason": reason}
        ) from None
    refuse_depth(document)
    schedule = document.get("schedule") if isinstance(document, dict) else None
    if not isinstance(schedule, dict) or not isinstance(schedule.get("conference"), dict):
        raise ImportRefused(_("The file has no “schedule” with a “conference” in it."))
    # What stands beside the schedule is told with what stands in it.
    beside = {
        key: value
        for key, value in document.items()
        if key not in ("$schema", "schedule") and key not in schedule
    }
    return with_days(beside | schedule)


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")


def _object(pairs):
    """An object whose repeated keys lose nothing: two lists are one (two rooms of one name)."""
    found = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            if not (isinstance(found[key], list) and isinstance(value, list)):
                raise ValueError(f"“{key[:60]}” stands twice in one object")
            value = found[key] + value
        found[key] = value
    return found


def refuse_depth(value):
    level = [value]
    for _depth in range(MAX_DEPTH):
        inner = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        if not inner:
            return
        level = inner
    raise ImportRefused(_("The file is nested too deeply."))
