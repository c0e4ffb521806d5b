"""What lacks a translation at one conference, across everything that its pages print."""

from dataclasses import dataclass

from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from conference.bilingual import gaps
from conference.news.models import Article, Attachment
from conference.people.models import Person
from conference.permissions import Right
from conference.program.admin.pages import conference_for
from conference.program.models import CommitteeMember, SessionLink


@dataclass(frozen=True)
class Gap:
    """A row with texts in one language alone, and the labels of those to write."""

    row: object
    labels: list[str]

    @property
    def address(self) -> str:
        # A link is edited on the page of its session, a member on that of the committee.
        row = self.row.session if isinstance(self.row, SessionLink) else self.row
        row = row.committee if isinstance(row, CommitteeMember) else row
        opts = row._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def missing_translations(conference) -> list[tuple[str, list[Gap]]]:
    """[(plural name of the rows, gaps)], empty groups left out. 18 queries, whatever the size."""
    participations = list(
        conference.participations.select_related("person__organization").defer("contact_note")
    )
    seats = CommitteeMember.objects.filter(committee__conference=conference)
    seats = list(seats.with_people(conference).select_related("committee"))
    known = [row.person for row in (*participations, *seats)]
    people = {person.pk: person for person in known}.values()
    hosts = list(conference.hostroles.select_related("organization"))
    employers = [person.organization for person in people if person.organization_id]
    organizations = {row.pk: row for row in [*(host.organization for host in hosts), *employers]}
    groups = [
        [conference],
        conference.sessions.in_order(),
        participations,
        people,
        organizations.values(),
        hosts,
        SessionLink.objects.filter(session__conference=conference).select_related("session"),
        conference.committees.all(),
        seats,
        conference.rooms.all(),
        conference.tracks.all(),
        conference.highlights.all(),
        conference.expectedtotals.all(),
        conference.venueplans.all(),
        conference.hotels.all(),
        conference.contacts.all(),
        conference.photos.all(),
        Article.objects.filter(conference=conference),
        Attachment.objects.filter(conference=conference),
    ]
    found = []
    for rows in groups:
        lacking = [Gap(row, labels) for row in rows if (labels := missing_labels(row))]
        if lacking:
            found.append((lacking[0].row._meta.verbose_name_plural, lacking))
    return found


def missing_labels(row) -> list[str]:
    """'title (English)' ... of a row; a person's name is two English columns and one Chinese."""
    labels = []
    if isinstance(row, Person):
        if not row.name_zh:
            labels.append(str(row._meta.get_field("name_zh").verbose_name))
        elif not row.name_en:
            labels.append(_("English name"))
    is_printed = hasattr(row, "printed_name")
    labels += [
        _label(row, name, side)
        for name, side in gaps(row)
        if not (is_printed and name.startswith("printed_"))
    ]
    if not is_printed:
        return labels
    # Of a printed text the person's own fills the side that is left empty.
    for name in ("name", "title", "organization"):
        if getattr(row, f"printed_{name}"):
            shown = getattr(row, name)
            for side in ("zh", "en"):
                if not getattr(shown, side):
                    labels.append(_label(row, f"printed_{name}", side))
    return labels


def _label(row, name, side):
    return str(row._meta.get_field(f"{name}_{side}").verbose_name)


def missing_translations_view(site):
    """The address of the list on an admin site."""

    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.VIEW_DRAFT)
        context = {
            **site.each_context(request),
            "title": _("Missing translations"),
            "conference": conference,
            "groups": missing_translations(conference),
        }
        return TemplateResponse(request, "admin/missing_translations.html", context)

    return path(
        "translations/<int:conference_id>/", site.admin_view(view), name="missing_translations"
    )
