"""Who of a file's directory this site has already: by identity, else by name.

Another site wrote its own row of the same person, with an identity of its own. By name it is known
only where nothing is left to ask: an organization of the very name, a person of the very name in
the same organization, and one of them alone.
"""

import uuid
from collections.abc import Iterator

from django.db import models

from conference.folding import fold
from conference.people.models import Organization

Named = tuple[str, ...]


def known_rows(model, told: list[dict], guids: dict[str, uuid.UUID], organizations) -> dict:
    """{id in the file: row here}. `organizations` is {id in the file: row}, for people. Two
    queries.
    """
    here = {row.guid: row for row in model._default_manager.filter(guid__in=guids.values())}
    found = {ref: here[guid] for ref, guid in guids.items() if guid in here}
    names = {
        values["id"]: name
        for values in told
        if values["id"] not in found and (name := _name(model, values, organizations))
    }
    if not names:
        return found
    rows: dict[Named, list[models.Model]] = {}
    taken = {row.pk for row in found.values()}
    for row in _rows_of(model, organizations):
        if row.pk not in taken:
            rows.setdefault(_name_of(row), []).append(row)
    wanted = list(names.values())
    for ref, name in names.items():
        if len(rows.get(name, ())) == 1 and wanted.count(name) == 1:
            found[ref] = rows[name][0]
    return found


def _rows_of(model, organizations) -> Iterator[models.Model]:
    """Those that may bear one of the names."""
    if model is Organization:
        return model.objects.all().iterator()
    employers = {row.pk for row in organizations.values() if row.pk}
    return model.objects.filter(organization__in=employers).iterator()


def _name(model, values: dict, organizations) -> Named | None:
    """What it is known by; None for a person of no organization that is here."""
    if model is Organization:
        return _of_organization(values.get("name_zh"), values.get("name_en"))
    employer = organizations.get(values.get("organization"))
    if employer is None or employer.pk is None:
        return None
    return _of_person(
        values.get("name_zh"),
        values.get("family_name_en"),
        values.get("given_name_en"),
        employer.pk,
    )


def _name_of(row) -> Named | None:
    if isinstance(row, Organization):
        return _of_organization(row.name_zh, row.name_en)
    return _of_person(row.name_zh, row.family_name_en, row.given_name_en, row.organization_id)


def _of_organization(zh, en) -> Named | None:
    """By the Chinese name, which is the official one; else by the English one."""
    return ("zh", fold(zh)) if zh else ("en", fold(en)) if en else None


def _of_person(zh, family, given, organization) -> Named | None:
    if zh:
        return ("zh", fold(zh), str(organization))
    if not (family or given):
        return None
    return ("en", fold(family or ""), fold(given or ""), str(organization))
