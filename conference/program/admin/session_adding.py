"""A new item of the agenda knows what is known where it is added: its whole, the day, the room,
the language, and the next free time.
"""

from urllib.parse import urlencode

from django.contrib.admin.options import IS_POPUP_VAR
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.ids import possible_id
from conference.program.draft.free_time import next_in, next_on
from conference.program.models import PAUSES, Kind, Session
from conference.wording.clocks import clock_span

# What a block of a kind mostly holds.
ITEMS_OF = {Kind.CEREMONY: Kind.ADDRESS, Kind.ADDRESS: Kind.ADDRESS, Kind.KEYNOTE: Kind.KEYNOTE}


def address_to_add(conference_id: int, **known) -> str:
    """The form of a new session, with what is known of it: parent, kind, room, track, day."""
    query = {"conference": conference_id} | {k: v for k, v in known.items() if v}
    return f"{reverse('admin:program_session_add')}?{urlencode(query)}"


def address_to_add_item(whole: Session, kind: str = "") -> str:
    kind = kind or ITEMS_OF.get(whole.kind, Kind.TALK)
    return address_to_add(whole.conference_id, parent=whole.pk, kind=kind)


def words_to_add_item(whole: Session) -> str:
    return _("Add a talk") if whole.kind == Kind.SUB_FORUM else _("Add an item")


class AddsKnownSessions:
    """Mixed into the admin of sessions."""

    def get_changeform_initial_data(self, request):
        """What the address says, and what follows from it. Two queries with a sub-forum, two with
        a day.
        """
        initial = super().get_changeform_initial_data(request)
        conference = self.form_conference(request)
        if conference is None:
            return initial
        if whole := self.whole_named(request):
            return initial | self.known_in(whole)
        initial.pop("parent", None)
        day = next((d for d in conference.days if d.isoformat() == request.GET.get("day")), None)
        if day is None:
            return initial
        rows = list(conference.sessions.in_order())
        room = next((r for r in conference.rooms.all() if r.pk == initial.get("room")), None)
        return initial | _times(next_on(conference, day, rows, room=room))

    def whole_named(self, request) -> Session | None:
        """The sub-forum or block that the address of an empty form names, where it is there; one
        query.
        """
        if not hasattr(request, "whole_named"):
            conference, named = self.form_conference(request), request.GET.get("parent", "")
            rows = Session.objects.that_hold_items().filter(conference=conference)
            rows = rows.select_related("room", "track")
            known = conference is not None and possible_id(named)
            request.whole_named = rows.filter(pk=known).first() if known else None
        return request.whole_named

    def known_in(self, whole):
        """{field: value} of a new item of it. Its room and track are those of its whole while it
        has none of its own, so they are not written a second time.
        """
        items = list(whole.talks.in_order())
        others = () if items else Session.objects.filter(
            conference=whole.conference_id, parent__kind=whole.kind
        ).in_order()  # fmt: skip
        languages = {item.language for item in items if item.kind not in PAUSES}
        language = languages.pop() if len(languages) == 1 else whole.language
        return {"language": language, **_times(next_in(whole, items, others=others))}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.whole = obj.parent if obj else self.whole_named(request)
        return form

    def render_change_form(self, request, context, *args, add=False, obj=None, **kwargs):
        whole = obj.parent if obj else self.whole_named(request)
        # Instead of Django's button: it goes on where this one stands.
        context["adds_the_next"] = self.has_add_permission(request) and not context["is_popup"]
        context["show_save_and_add_another"] = False
        if add and whole and not context["adminform"].form.is_bound:
            context["whole"] = whole
            initial = context["adminform"].form.initial
            context["is_full"] = bool(whole.starts_at) and "starts_at" not in initial
            if whole.starts_at:
                span = [
                    at.astimezone(whole.conference.zone) for at in (whole.starts_at, whole.ends_at)
                ]
                context["whole_span"] = "–".join(clock_span(*span))
        return super().render_change_form(request, context, *args, add=add, obj=obj, **kwargs)

    # --- Save and add the next one ----------------------------------------------------------

    def response_add(self, request, obj, post_url_continue=None):
        return self.to_the_next(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return self.to_the_next(request, obj, super().response_change(request, obj))

    def to_the_next(self, request, obj, answer):
        """Where the next one is added, beside the one just saved."""
        if "_addanother" not in request.POST or IS_POPUP_VAR in request.POST:
            return answer
        kind = Kind.TALK if obj.kind in PAUSES else obj.kind
        if obj.parent_id:
            kind = obj.kind if obj.kind not in PAUSES else ""
            answer.headers["Location"] = address_to_add_item(obj.parent, kind)
            return answer
        day = obj.starts_at and obj.conference.day_of(obj.starts_at)
        answer.headers["Location"] = address_to_add(
            obj.conference_id,
            kind=kind,
            room=obj.room_id,
            track=obj.track_id,
            day=day and day.isoformat(),
        )
        return answer


def _times(span):
    return {"starts_at": span[0], "ends_at": span[1]} if span else {}
