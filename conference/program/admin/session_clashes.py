"""Clashes in the list and the form of sessions, and what is said of them after a save."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.program.draft.clashes import clashes_by_session, find_clashes
from conference.program.release.choosing import waiting_for

# Clashes are looked for in so many conferences at once; a list of more shows the latest ones'.
CHECKED_AT_ONCE = 4
SHOWN_AFTER_SAVE = 4


class SessionList(ChangeList):
    """The page's rows know their clashes."""

    def get_results(self, request):
        super().get_results(request)
        found = self.model_admin.clashes_in_list(request)
        for row in self.result_list:
            row.found_clashes = found.get(row.pk, ())


class ClashesOfSessions:
    """Mixed into the admin of sessions."""

    def clashes_in_list(self, request) -> dict:
        """{session id: its clashes} of the list's conferences, found once a request."""
        if not hasattr(request, "found_clashes"):
            request.found_clashes = {}
            for conference in self.list_conferences(request)[:CHECKED_AT_ONCE]:
                request.found_clashes |= clashes_by_session(find_clashes(conference))
        return request.found_clashes

    @admin.display(description=gettext_lazy("clashes"), empty_value="")
    def clash_mark(self, row):
        found = getattr(row, "found_clashes", ())
        if not found:
            return None
        level = "error" if any(clash.is_error for clash in found) else "warning"
        return format_html(
            '<span class="tag tag-{}" title="{}">{} {}</span>',
            level,
            "\n".join(str(clash.message) for clash in found),
            _("clash") if level == "error" else _("warning"),
            len(found) if len(found) > 1 else "",
        )

    # --- After a save ---

    # It is asked when all rows and people of a save are written, never between them.

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.__dict__.setdefault("saved_sessions", set()).add(obj.pk)
        if change and "seats" in form.changed_data:
            self.tell_of_seats(request, obj)

    def tell_of_seats(self, request, session):
        """Seats are the public's once published: until then nobody moves up."""
        if session.first_published_at is None:
            return
        waiting = waiting_for(session)
        text = _("The changed seats of “%(title)s” count once the program is published.")
        if waiting:
            text = ngettext(
                "The changed seats of “%(title)s” count once the program is published: until then "
                "%(count)d person goes on waiting.",
                "The changed seats of “%(title)s” count once the program is published: until then "
                "%(count)d people go on waiting.",
                waiting,
            )
        self.message_user(
            request, text % {"title": session.title, "count": waiting}, messages.WARNING
        )

    def response_add(self, request, obj, post_url_continue=None):
        self.tell_of_clashes(request, [obj.conference], only={obj.pk})
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.tell_of_clashes(request, [obj.conference], only={obj.pk})
        return super().response_change(request, obj)

    def tell_of_clashes(self, request, conferences, *, only=(), in_all=False):
        """Say after a save what clashes now, each once: of the sessions `only` (their ids), and
        how many errors there are in all.
        """
        for conference in conferences[:CHECKED_AT_ONCE]:
            found = find_clashes(conference)
            own = [clash for clash in found if any(s.pk in only for s in clash.sessions)]
            if in_all:  # of many rows, what keeps them from being published
                own = [clash for clash in own if clash.is_error]
            for clash in own[:SHOWN_AFTER_SAVE]:
                level = messages.ERROR if clash.is_error else messages.WARNING
                self.message_user(request, clash.message, level)
            errors = [clash for clash in found if clash.is_error]
            if in_all and errors:
                report = reverse("admin:program_clashes", args=[conference.pk])
                text = ngettext(
                    "%(count)d clash keeps %(conference)s from being published.",
                    "%(count)d clashes keep %(conference)s from being published.",
                    len(errors),
                ) % {"count": len(errors), "conference": conference}
                link = format_html('{} <a href="{}">{}</a>', text, report, _("See the report"))
                self.message_user(request, link, messages.WARNING)

    def tell_of_rows(self, request, rows):
        """What clashes after an act on many rows."""
        conferences = {row.conference_id: row.conference for row in rows}
        ids = {row.pk for row in rows}
        self.tell_of_clashes(request, list(conferences.values()), only=ids, in_all=True)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if request.method == "POST" and "_save" in request.POST and response.status_code == 302:
            saved = getattr(request, "saved_sessions", ())
            self.tell_of_clashes(request, self.list_conferences(request), only=saved, in_all=True)
        return response
