"""A session's people and links in its history."""

from pathlib import PurePath

from django.core.files.storage import default_storage
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.bilingual import Text
from conference.parts import Parts
from conference.people.models import Person
from conference.program.models import Participation, SessionLink, SessionRole


class PeopleOfSession(Parts):
    model, owner = SessionRole, "session"
    one = gettext_lazy("Person")
    order = gettext_lazy("Order of the people")
    columns = ("participation_id", "role")

    def key(self, part):
        return (part.participation_id, part.role)

    def told(self, part):
        return f"{self.names.get(part.participation_id) or _('(deleted)')} · {_role(part)}"

    @cached_property
    def participations(self):
        """{id: the participation}, also of those that are gone, as they were last."""
        ids = {part.participation_id for part in (*self.records, *self.rows)}
        found = {p.pk: p for p in Participation.objects.filter(pk__in=ids)}
        gone = Participation.history.filter(id__in=ids - set(found), history_type="-")
        return {record.id: record for record in gone} | found

    @cached_property
    def names(self):
        """{participation id: name as it is printed today}; without those whose person is gone."""
        ids = {p.person_id for p in self.participations.values()}
        persons = Person.objects.in_bulk(ids)
        found = {}
        for pk, row in self.participations.items():
            if person := persons.get(row.person_id):
                printed = Participation(
                    person=person,
                    printed_name_zh=row.printed_name_zh,
                    printed_name_en=row.printed_name_en,
                )
                found[pk] = str(printed)
        return found

    @cached_property
    def present(self):
        """{person id: participation id} of the conference today."""
        rows = self.row.conference.participations.values_list("person_id", "pk")
        return dict(rows)

    def possible(self, part):
        """Somebody who was taken off the conference and put on again is the same person."""
        row = self.participations.get(part.participation_id)
        today = self.present.get(row.person_id) if row else None
        if today is None:
            return None
        part.participation_id = today
        self.participations.setdefault(today, row)
        return part


class LinksOfSession(Parts):
    model, owner = SessionLink, "session"
    one = gettext_lazy("Link")
    order = gettext_lazy("Order of the links")
    columns = ("guid", "kind", "title_zh", "title_en", "url", "file", "is_released")

    def key(self, part):
        return part.guid

    def told(self, part):
        kind = dict(SessionLink._meta.get_field("kind").flatchoices).get(part.kind, part.kind)
        title = Text(part.title_zh, part.title_en).both
        # A kept file is named by what it holds; the first letters tell two apart.
        where = part.url or f"PDF {PurePath(str(part.file)).name[:8]}"
        released = _("released") if part.is_released else _("not released")
        return " · ".join(filter(None, (str(kind), title, where, released)))

    def possible(self, part):
        return part if not part.file or default_storage.exists(str(part.file)) else None


def _role(part):
    return dict(SessionRole.Role.choices).get(part.role, part.role)
