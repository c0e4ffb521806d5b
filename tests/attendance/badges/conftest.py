"""A conference with people on its list, and what its badges were given to say."""

import pytest

from conference import printable
from conference.attendance.badges import drawing, orders
from tests.factories import make_conference, make_member, make_organization, make_registration

RARE = "王\U00020c0b"  # in no font of ours


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring Symposium")


@pytest.fixture
def desk(client, conference):
    user = make_member(conference, "desk")
    client.force_login(user)
    return user


@pytest.fixture
def people(conference):
    """An expert of a school of the directory, a delegate from abroad, two who do not come."""
    school = make_organization(name_zh="示例大学", name_en="Sample University")
    blank = {"phone": "13800138000", "email": "a@example.org"}
    expert = make_registration(
        conference,
        name="王样例",
        name_en="Sample Wang",
        organization=school,
        organization_name="示例大学",
        title="教授",
        category="expert",
        **blank,
    )
    abroad = make_registration(
        conference,
        name="Maria-Magdalena von und zu Sample",
        name_en="",
        organization_name="",
        **blank,
    )
    make_registration(conference, name="未确认", status="pending", **blank)
    make_registration(conference, name="已取消", status="cancelled", **blank)
    return expert, abroad


@pytest.fixture
def given(monkeypatch):
    """[(template, data)] that the typesetter was given; it finds no character missing."""
    found = []

    def typeset(template, data, **_options):
        found.append((template, data))
        return type("Print", (), {"pdf": b"%PDF-", "missing": frozenset()})()

    def draw(template, data, **_options):
        found.append((template, data))
        return b"\x89PNG"

    monkeypatch.setattr(printable, "typeset", typeset)
    monkeypatch.setattr(printable, "_known", set())
    monkeypatch.setattr(drawing, "draw", draw)
    monkeypatch.setattr(orders, "draw", draw)
    return found
