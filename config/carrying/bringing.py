"""A document as a conference of this site: all or nothing."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.controls import without_controls
from conference.history import create_rows
from conference.models import Conference, Photo, TeamMember, VenuePlan
from conference.permissions import Role
from conference.program.models import Session
from conference.stamps import SITE, raise_stamps
from config.carrying.checking import CarryRefused, checked_file
from config.carrying.known import known_rows
from config.carrying.parts import DIRECTORY, Section, fields_of, sections

# Their `save` works out what is not in the file: names to find by, sizes of pictures.
SAVED_ONE_BY_ONE = (*DIRECTORY, VenuePlan, Photo)


@dataclass
class Brought:
    """`counts`: {section: rows that are new}; `known`: people and organizations that the site has
    already, which stay as they are here.
    """

    conference: Conference
    counts: Counter = field(default_factory=Counter)
    known: Counter = field(default_factory=Counter)

    @property
    def lines(self) -> list[str]:
        """What is new and what was there, for people: "sessions: 34"."""
        told = []
        for section in sections():
            new, known = self.counts[section.name], self.known[section.name]
            name = section.model._meta.verbose_name_plural
            if known:
                told.append(
                    _("%(what)s: %(new)d new, %(known)d that this site has already")
                    % {"what": name, "new": new, "known": known}
                )
            elif new:
                told.append(_("%(what)s: %(new)d") % {"what": name, "new": new})
        return told


def bring(document: dict, *, slug: str = "", by=None, dry_run: bool = False) -> Brought:
    """Make a conference of a checked document; its address is `slug`, else the one in the file.

    One transaction, two queries a section and some for each row of the directory that is new. The
    identity of rows (guid) is kept where this site has not got it already. `by` becomes its
    organizer. Raises CarryRefused, also for what a rule of the database forbids.
    """
    try:
        with transaction.atomic(), act(by=by, words=gettext_noop("A conference was brought in")):
            brought = _Bringing(document, by).bring(slug)
            if dry_run:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise CarryRefused(
            _("The file contradicts a rule of the database, so nothing was written: %(reason)s")
            % {"reason": str(error).strip().splitlines()[0]}
        ) from error
    return brought


class _Bringing:
    def __init__(self, document, by):
        self.document, self.by = document, by
        self.rows: dict[tuple[str, str], models.Model] = {}

    def bring(self, slug) -> Brought:
        conference = self._row(Conference, self.document["conference"], _("conference"))
        conference.slug = slug or conference.slug
        self._clean(conference, _("conference"))
        if Conference.objects.filter(slug=conference.slug).exists():
            raise CarryRefused(
                _("There is a conference “%(slug)s” already. Give the new one another address.")
                % {"slug": conference.slug}
            )
        conference.save()
        self.brought = Brought(conference)
        for section in sections():
            self._bring_section(section)
        if self.by is not None:
            TeamMember.objects.create(conference=conference, user=self.by, role=Role.ORGANIZER)
        raise_stamps(SITE)
        return self.brought

    def _bring_section(self, section: Section):
        told = self.document["sections"][section.name]
        guids = self._guids(section, told) if section.has_guid else {}
        here = (
            {} if section.owner else known_rows(section.model, told, guids, self._organizations())
        )
        count = 0
        # A talk after its sub-forum, by whose key it is judged and written.
        for is_below in (False, True):
            new = []
            for number, values in enumerate(told, start=1):
                if bool(values.get("parent")) is not is_below:
                    continue
                row = here.get(values["id"])
                if row is None:
                    row = self._made(section, values, guids, f"{section.name} {number}")
                    new.append(row)
                self.rows[section.name, values["id"]] = row
            self._write(section, new)
            count += len(new)
        self.brought.counts[section.name] = count
        if not section.owner:
            self.brought.known[section.name] = len(told) - count

    def _guids(self, section, told):
        """{id: guid}: the one of the file, or a new one where another conference here has it."""
        guids = {}
        for row in told:
            try:
                guids[row["id"]] = uuid.UUID(row["id"])
            except ValueError as error:
                raise CarryRefused(
                    _("%(section)s: %(id)s is no guid.")
                    % {"section": section.name, "id": row["id"]}
                ) from error
        if section.owner:
            rows = section.model._default_manager.filter(guid__in=list(guids.values()))
            taken = set(rows.values_list("guid", flat=True))
            guids = {ref: uuid.uuid4() if g in taken else g for ref, g in guids.items()}
        return guids

    def _organizations(self):
        return {ref: row for (name, ref), row in self.rows.items() if name == "organizations"}

    def _made(self, section, values, guids, where):
        row = self._row(section.model, values, where)
        if section.has_guid:
            row.guid = guids[values["id"]]
        if section.owner == "conference":
            row.conference = self.brought.conference
        for name, other in section.references.items():
            if values.get(name) is None:
                continue
            try:
                setattr(row, name, self.rows[other, values[name]])
            except KeyError as error:
                raise CarryRefused(
                    _("%(row)s: “%(field)s” is part of another part. One level is possible.")
                    % {"row": where, "field": name}
                ) from error
        self._clean(row, where)
        if isinstance(row, Session):
            row.search = row.make_search()
        return row

    def _row(self, model, values, where):
        row = model()
        for known in fields_of(model):
            if known.name in values and not known.is_relation:
                setattr(row, known.attname, self._value(known, values[known.name], where))
        return row

    def _value(self, known, value, where):
        if isinstance(known, models.FileField):
            files = self.document["files"]
            if not value or value not in files:
                return ""
            return checked_file(value, files[value], known)
        try:
            if isinstance(value, str):
                value = without_controls(value)
            if isinstance(known, models.DateTimeField) and isinstance(value, str):
                at = parse_datetime(value)
                if at is None or at.tzinfo is None:
                    raise ValidationError(_("This is no moment with its zone."))
                return at
            return known.to_python(value)
        except (ValidationError, ValueError, OverflowError) as error:
            raise self._refusal(known, error, where) from error

    def _clean(self, row, where):
        """By the rules of its fields and of the model; those of the database follow as it is
        written.
        """
        left = [f.name for f in row._meta.concrete_fields if f.is_relation or f.name == "search"]
        try:
            row.clean_fields(exclude=left)
            row.clean()
        except ValidationError as error:
            names = getattr(error, "message_dict", {})
            known = next((f for f in row._meta.concrete_fields if f.name in names), None)
            raise self._refusal(known, error, where) from error

    def _refusal(self, known, error, where):
        messages = getattr(error, "messages", [str(error)])
        told = f" {known.verbose_name}:" if known is not None else ""
        return CarryRefused(f"{where}:{told} {' '.join(messages)}")

    def _write(self, section, new):
        if section.model in SAVED_ONE_BY_ONE:
            for row in new:
                row.save()
            return
        if new:
            create_rows(section.model, new, by=self.by)
