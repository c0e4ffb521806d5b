"""A conference as a document of plain values."""

import json
from base64 import b64encode
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F

from conference.models import Conference
from conference.people.models import Organization, Person
from conference.program.feeds.interchange import lectern_version
from config.carrying.parts import Section, fields_of, sections

FORMAT, VERSION = "lectern-conference", 1


def document_of(conference: Conference) -> dict:
    """The draft of a conference, in the shape of this package's docstring.

    One query a section; the files it names are read whole. A file that is gone is left out, and the
    row stands without it.
    """
    taken = _Taking(conference)
    rows = {section.name: taken.rows(section) for section in sections() if section.owner}
    rows |= taken.directory(rows)
    return {
        "format": FORMAT,
        "version": VERSION,
        "lectern": lectern_version(),
        "conference": taken.values(conference),
        "sections": {
            section.name: [taken.told(section, row) for row in rows[section.name]]
            for section in sections()
        },
        "files": taken.files,
    }


def written(document: dict) -> bytes:
    """As the file: the same conference gives the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Taking:
    def __init__(self, conference):
        self.conference, self.zone = conference, conference.zone
        self.files: dict[str, str] = {}
        self.ids: dict[tuple[type, int], str] = {}

    def rows(self, section: Section):
        found = section.model._default_manager.filter(**{section.owner: self.conference})
        names = {field.name for field in section.fields}
        # A sub-forum before its talks; else as the rows came.
        order = [F("parent").asc(nulls_first=True)] if "parent" in names else []
        rows = list(found.order_by(*order, "pk"))
        return self._numbered(section, rows)

    def _numbered(self, section, rows):
        for number, row in enumerate(rows, start=1):
            ref = str(row.guid) if section.has_guid else str(number)
            self.ids[section.model, row.pk] = ref
        return rows

    def directory(self, rows):
        """Those of the site's directory whom the rows name, and the organizations of these."""
        people = Person.objects.filter(pk__in=self._pointed_to(Person, rows)).order_by("pk")
        everyone = {"people": list(people)}
        organizations = self._pointed_to(Organization, rows | everyone)
        found = {
            "organizations": list(Organization.objects.filter(pk__in=organizations).order_by("pk")),
            **everyone,
        }
        for section in sections():
            if not section.owner:
                self._numbered(section, found[section.name])
        return found

    def _pointed_to(self, model, rows):
        found = set()
        for section in sections():
            names = [f.attname for f in section.fields if f.related_model is model]
            found |= {getattr(r, name) for name in names for r in rows.get(section.name, ())}
        return found - {None}

    def told(self, section, row):
        return {"id": self.ids[section.model, row.pk], **self.values(row)}

    def values(self, row) -> dict:
        return {field.name: self.value(row, field) for field in fields_of(type(row))}

    def value(self, row, field):
        value = getattr(row, field.attname)
        if field.is_relation:
            return self.ids.get((field.related_model, value))
        if isinstance(field, models.FileField):
            return self.file(value)
        if isinstance(value, datetime):
            return value.astimezone(self.zone).isoformat()
        if isinstance(value, date | time):
            return value.isoformat()
        return str(value) if isinstance(value, UUID | Decimal) else value

    def file(self, stored) -> str:
        if not stored:
            return ""
        name = PurePosixPath(stored.name).name
        if name not in self.files:
            try:
                with default_storage.open(stored.name) as file:
                    self.files[name] = b64encode(file.read()).decode()
            except FileNotFoundError:
                return ""
        return name
