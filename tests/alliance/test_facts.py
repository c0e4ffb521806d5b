"""What is known of an alliance on a day: its members, its initiators, what is still open."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from alliance.facts import Initiators, initiators_of, members_on, roles_on, today_in
from alliance.models import AllianceRole, Representative, Tier
from tests.factories import (
    make_alliance,
    make_conference,
    make_membership,
    make_organization,
    make_person,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 20)


def make_role(alliance, role, organization=None, **overrides):
    return AllianceRole.objects.create(
        alliance=alliance, organization=organization or make_organization(), role=role, **overrides
    )


def initiators(alliance):
    return initiators_of(alliance, roles_on(alliance, DAY))


# --- Initiators ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "total", "is_decided", "open_ones"),
    [
        (1, 20, False, None),  # whether the lead is one of the twenty is not announced
        (2, 20, True, 18),
        (1, 20, True, 19),
        (20, 20, False, 0),
        (20, 20, True, 0),
        (21, 20, True, 0),
        (3, None, True, None),
        (0, 20, False, None),
    ],
)
def test_what_is_open_is_computed_only_where_the_facts_decide_it(
    named, total, is_decided, open_ones
):
    assert Initiators([object()] * named, total, is_decided).to_be_announced == open_ones


@pytest.mark.parametrize(
    ("counts", "names", "open_ones"),
    [
        (None, ["Other"], None),
        (True, ["Lead", "Other"], 18),
        (False, ["Other"], 19),
    ],
)
def test_the_lead_is_named_where_it_is_an_initiator(counts, names, open_ones):
    alliance = make_alliance(initiators_total=20, lead_is_an_initiator=counts)
    make_role(alliance, "lead", make_organization(name_en="Lead"))
    make_role(alliance, "initiator", make_organization(name_en="Other"))

    found = initiators(alliance)

    assert ([str(o) for o in found.named], found.to_be_announced) == (names, open_ones)


def test_the_founding_alliance_leaves_it_undecided():
    alliance = make_alliance(initiators_total=20, lead_is_an_initiator=None)
    make_role(alliance, "lead")
    make_role(alliance, "initiator")

    assert initiators(alliance).to_be_announced is None


def test_a_lead_listed_among_the_initiators_is_counted_once():
    alliance = make_alliance(initiators_total=20, lead_is_an_initiator=True)
    university = make_organization()
    make_role(alliance, "lead", university)
    make_role(alliance, "initiator", university)

    assert initiators(alliance).to_be_announced == 19


def test_without_a_lead_nothing_is_undecided():
    alliance = make_alliance(initiators_total=20)
    make_role(alliance, "initiator")

    assert initiators(alliance).to_be_announced == 19


def test_a_lead_leads_within_its_days_and_an_initiator_stays_one():
    alliance = make_alliance()
    make_role(alliance, "lead", since=date(2026, 5, 21))
    former = make_role(alliance, "lead", until=date(2026, 5, 20))
    initiator = make_role(alliance, "initiator", until=date(2025, 1, 1))

    assert roles_on(alliance, DAY) == [former, initiator]


# --- Members -------------------------------------------------------------------------------------


def names(groups):
    return [
        (str(group.tier) if group.tier else None, [str(m.organization) for m in group.members])
        for group in groups
    ]


@pytest.mark.parametrize(
    ("status", "since", "until", "is_shown"),
    [
        ("active", None, None, True),
        ("active", date(2026, 5, 20), date(2026, 5, 20), True),
        ("active", date(2026, 5, 21), None, False),
        ("active", None, date(2026, 5, 19), False),
        ("invited", None, None, False),
        ("applied", None, None, False),
        ("approved", None, None, False),
        ("suspended", None, None, False),
        ("withdrawn", None, date(2026, 6, 1), False),
    ],
)
def test_only_active_members_of_the_day_are_shown(status, since, until, is_shown):
    alliance = make_alliance()
    make_membership(alliance, status=status, since=since, until=until)

    assert bool(members_on(alliance, DAY)) is is_shown


def test_members_stand_by_tier_and_those_without_one_last():
    alliance = make_alliance()
    council = Tier.objects.create(alliance=alliance, name_en="Council", position=1)
    regular = Tier.objects.create(alliance=alliance, name_en="Members", position=2)
    for name, tier in (("A", None), ("B", regular), ("C", council), ("D", regular)):
        make_membership(alliance, make_organization(name_en=name), tier=tier)

    assert names(members_on(alliance, DAY)) == [
        ("Council", ["C"]),
        ("Members", ["B", "D"]),
        (None, ["A"]),
    ]


def test_members_are_sorted_as_the_language_sorts_them():
    alliance = make_alliance()
    for zh, en in (
        ("沈阳工业大学", "Shenyang University of Technology"),
        ("大连理工大学", "Dalian University of Technology"),
        ("鞍山师范学院", "anshan Normal University"),
        ("长春大学", "Changchun University"),
        ("重庆大学", ""),
    ):
        make_membership(alliance, make_organization(name_zh=zh, name_en=en))
    make_membership(alliance, make_organization(name_zh="中国", name_en="Zeta"), position=1)

    with translation.override("zh-hans"):
        chinese = names(members_on(alliance, DAY))
    with translation.override("en"):
        english = names(members_on(alliance, DAY))

    assert chinese == [
        (None, ["中国", "鞍山师范学院", "长春大学", "重庆大学", "大连理工大学", "沈阳工业大学"])
    ]
    assert english == [
        (
            None,
            [
                "Zeta",
                "anshan Normal University",
                "Changchun University",
                "重庆大学",
                "Dalian University of Technology",
                "Shenyang University of Technology",
            ],
        )
    ]


def test_a_member_shows_its_representatives_of_the_day_and_no_liaison():
    alliance = make_alliance()
    membership = make_membership(alliance)
    for name, role, until in (
        ("在任", "representative", None),
        ("前任", "representative", date(2026, 5, 19)),
        ("联络", "liaison", None),
    ):
        Representative.objects.create(
            membership=membership, person=make_person(name_zh=name), role=role, until=until
        )

    (group,) = members_on(alliance, DAY)

    assert [person.name_zh for person in group.members[0].representatives] == ["在任"]


# --- The day -------------------------------------------------------------------------------------


def test_the_day_begins_where_the_alliance_is():
    conference = make_conference(time_zone="America/New_York")
    alliance = make_alliance(founded_at=conference)
    moment = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)

    assert today_in(alliance, moment)[0] == date(2026, 5, 19)
    assert today_in(make_alliance(), moment)[0] == date(2026, 5, 20)


def test_the_page_stays_fresh_until_local_midnight():
    _day, midnight = today_in(make_alliance(), datetime(2026, 5, 20, 2, 0, tzinfo=UTC))

    assert midnight.astimezone(UTC) == datetime(2026, 5, 20, 16, 0, tzinfo=UTC)
