"""What changed between the release that a reader saw last and the current one.

The two documents are compared directly, so that several releases become one list: the old value is
the one the reader saw, and what was moved there and back again is no change.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from conference.bilingual import Text
from conference.program.public.changes import public_change
from conference.program.release.addresses import Addresses
from conference.program.release.diff import Change, compare
from conference.program.release.document import Program, upgraded
from conference.wording.clocks import clock_span
from conference.wording.days import short_day
from conference.wording.labels import first_upper, is_shown

TIMES = ("starts_at", "ends_at")


def told_since(old: dict, new: dict, program: Program, urls: Addresses) -> dict:
    """What the page's script is told, in the active language. No query.

    `{"changes": [{code, kind, label, title, url, fields: [{label, old, new}]}], "more": n}`: the
    sessions in the order of the program, and how many things of other kinds changed. A field whose
    text was rewritten at length has no `old` and `new`. A text in the other language is
    `{text, lang}`.
    """
    old, new = upgraded(old), upgraded(new)
    public = [public for change in compare(old, new) if (public := public_change(change))]
    sessions = [change for change in public if change.subject == "session"]
    order = {session.code: n for n, session in enumerate(program.every_session())}
    sessions.sort(key=lambda change: order.get(change.code, len(order)))
    times = _Times(old, new)
    return {
        "changes": [_told(change, times, urls) for change in sessions],
        "more": len(public) - len(sessions),
    }


def _told(change: Change, times, urls):
    fields = [
        {
            "label": first_upper(field.label),
            **({"old": _said(field.old), "new": _said(field.new)} if is_shown(field) else {}),
        }
        for field in change.fields
        if field.name not in TIMES
    ]
    moved = [field for field in change.fields if field.name in TIMES]
    if moved or change.kind == "new":
        before, now = times.of(change.code)
        if before or now:
            fields.insert(0, {"label": _("Time"), "old": before, "new": now})
    return {
        "code": change.code,
        "kind": change.kind,
        "label": first_upper(change.kind_label),
        "title": _said(change.what),
        "url": urls.to("session", change.code) if change.kind != "removed" else "",
        "fields": fields,
    }


def _said(text: Text):
    return {"text": text.marked, "lang": text.lang} if text.is_fallback else text.marked


class _Times:
    """When each session was and is, for people: the day only where it differs."""

    def __init__(self, old, new):
        self.old, self.new = self._by_code(old), self._by_code(new)

    @staticmethod
    def _by_code(document):
        zone = ZoneInfo(document["conference"]["time_zone"])

        def moment(text):
            return datetime.fromisoformat(text).astimezone(zone)

        return {
            row["code"]: (moment(row["starts_at"]), moment(row["ends_at"]))
            for row in document["sessions"]
            if row["starts_at"]
        }

    def of(self, code) -> tuple[str, str]:
        before, now = self.old.get(code), self.new.get(code)
        same_day = bool(before and now) and before[0].date() == now[0].date()
        return _shown(before, same_day), _shown(now, same_day)


def _shown(span, same_day):
    if not span:
        return ""
    starts, ends = span
    clocks = "–".join(clock_span(starts, ends))
    return clocks if same_day else f"{short_day(starts.date())} {clocks}"
