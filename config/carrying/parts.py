"""What a conference is made of: one list for taking it along and for bringing it."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from conference.people.models import Organization, Person

DIRECTORY = (Organization, Person)

# In the order in which rows are written: what is pointed to first. name: model.
SECTIONS = {
    "organizations": "people.Organization",
    "people": "people.Person",
    "rooms": "conference.Room",
    "tracks": "conference.Track",
    "highlights": "conference.Highlight",
    "venue_plans": "conference.VenuePlan",
    "photos": "conference.Photo",
    "hotels": "conference.Hotel",
    "contacts": "conference.Contact",
    "hosts": "people.HostRole",
    "participants": "program.Participation",
    "committees": "program.Committee",
    "committee_members": "program.CommitteeMember",
    "handbook": "program.Handbook",
    "handbook_parts": "program.HandbookPart",
    "sessions": "program.Session",
    "checkpoints": "attendance.Checkpoint",
    "expected": "program.ExpectedTotal",
    "roles": "program.SessionRole",
    "links": "program.SessionLink",
    "reply_form": "attendance.ReplyForm",
    "questions": "attendance.Question",
    "news": "news.Article",
    "pictures": "news.ArticlePicture",
    "attachments": "news.Attachment",
    "letter_texts": "letters.LetterText",
    "badge_style": "attendance.BadgeStyle",
}

# Rows of a conference that stay where they are, and why.
STAYS = {
    "conference.TeamMember": "accounts are those of a site",
    "conference.TeamInvitation": "a personal link",
    "program.Release": "what was published stays where it was",
    "program.PublishedRole": "the same",
    "program.ImportedRow": "what files said there; a copy begins with files of its own",
    "attendance.Registration": "people who registered there",
    "attendance.SessionWait": "the same",
    "attendance.AnswerFile": "the same",
    "attendance.Station": "a personal link",
    "attendance.UnitLiaison": "the same",
    "attendance.GuestInvitation": "the same",
    "attendance.ReplacedLink": "the same",
    "attendance.UnitMember": "people who registered there",
    "attendance.CheckIn": "what happened at the door",
    "attendance.Admission": "the same",
    "attendance.ExportLog": "the same",
    "attendance.DataAccess": "the same",
    "attendance.Retention": "what that conference told those who registered there",
    "attendance.SavedView": "ways to look at people who registered there",
    "attendance.HoursRule": "what counts as hours is decided anew",
    "attendance.ListPreset": "columns of the questions asked there",
    "attendance.Certificate": "what was issued to people there",
    "attendance.CertificateDesign": "a seal and a signature are given for one conference",
    "letters.Letter": "what was written to people there",
    "attendance.GroupLetter": "the same",
    "work.Job": "files made for one account",
    "program.FormerCode": "addresses of rows that were made one there",
    "conference.StepAside": "what an organizer of that conference set aside",
    "alliance.Alliance": "founded at a conference, not a part of it",
    "alliance.AttendanceGrant": "a permission given for one conference",
}

# Rows that are nothing without what they name, though the field may be empty.
GOES_WITH = {("checkpoints", "session")}

# Made anew, worked out from the rest, or private.
LEFT_OUT = {
    "letters.LetterText": {"on_day", "done_for"},
    "conference.Conference": {"is_public", "first_published_at"},
    "conference.VenuePlan": {"width", "height", "preview"},
    "conference.Photo": {"width", "height", "preview"},
    "people.Organization": {"search"},
    "people.Person": {"search", "family_name_first"},
    "program.Participation": {
        *("contact_phone", "contact_email", "contact_note", "first_published_at"),
    },
    "program.Session": {"search", "first_published_at"},
}


@dataclass(frozen=True)
class Section:
    name: str
    model: type[models.Model]
    owner: str  # the look-up of the conference, such as session__conference; '' for the directory

    @property
    def has_guid(self) -> bool:
        return any(field.name == "guid" for field in self.model._meta.concrete_fields)

    @property
    def fields(self) -> list[models.Field]:
        return fields_of(self.model)

    @property
    def references(self) -> dict[str, str]:
        """{field: the section it points to}."""
        names = {section.model: section.name for section in sections()}
        pointing = (f for f in self.fields if f.is_relation)
        return {field.name: names[field.related_model] for field in pointing}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """What of a row is in the file; its key, its conference and its guid are told otherwise."""
    left = {"id", "guid", "conference"} | LEFT_OUT.get(model._meta.label, set())
    return [field for field in model._meta.concrete_fields if field.name not in left]


@cache
def sections() -> tuple[Section, ...]:
    found = []
    owners: dict[type, str] = {}
    for name, label in SECTIONS.items():
        model = apps.get_model(label)
        owners[model] = owner = "" if model in DIRECTORY else _owner(model, owners)
        found.append(Section(name, model, owner))
    return tuple(found)


def _owner(model, owners):
    names = {field.name for field in model._meta.concrete_fields}
    if "conference" in names:
        return "conference"
    # Of a row below another one: by the one it cannot be without.
    for field in model._meta.concrete_fields:
        if field.is_relation and not field.null and owners.get(field.related_model):
            return f"{field.name}__{owners[field.related_model]}"
    raise LookupError(model)
