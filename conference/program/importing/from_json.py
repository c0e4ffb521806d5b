"""The bytes of a schedule.json as Python's values; duplicate keys, depth and size are watched."""

import json

from django.utils.translation import gettext as _

from conference.program.importing.flat import with_days
from conference.program.importing.limits import MAX_DEPTH, MAX_NODES
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.values import line


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
    except RecursionError:
        raise ImportRefused(_("The file is nested too deeply.")) from None
    except UnicodeDecodeError:
        text = _("The file's letters cannot be read. Save it as UTF-8.")
        raise ImportRefused(text) from None
    except json.JSONDecodeError as error:
        text = _("The file is not valid JSON: see line %(line)s, column %(column)s.")
        raise ImportRefused(text % {"line": error.lineno, "column": error.colno}) from None
    except ValueError:  # a number of thousands of digits
        text = _("The file holds a number that is too long.")
        raise ImportRefused(text) from None
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
    raise ImportRefused(_("The file is not valid JSON: “%(name)s” is no number.") % {"name": name})


def _object(pairs):
    """An object whose repeated keys lose nothing: two lists are one (two rooms of one name)."""
    found = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            if not (isinstance(found[key], list) and isinstance(value, list)):
                raise ImportRefused(
                    _("The file is not valid JSON: “%(key)s” stands twice in one object.")
                    % {"key": line(key, 60)}
                )
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
