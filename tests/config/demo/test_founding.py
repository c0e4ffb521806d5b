"""The founding event in the demo: every fact of the report, and nothing else."""

import json
import re
from hashlib import sha256

import pytest
from django.utils import translation

from alliance.models import Alliance, AllianceRole, Membership
from conference.attendance.models import Registration
from conference.models import Conference, Highlight
from conference.news.models import Article
from conference.people.models import HostRole, Organization, Person
from conference.program.models import Release, Session
from conference.program.release.document import read
from config.demo.accounts import load_accounts
from config.demo.founding import load_alliance, load_founding_event, read_facts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what the demo says; test_demo.py loads it on both"),
]

FACTS = read_facts()
FACTS_DIGEST = "fc20bc27023b23c3fed2fa96dca631d6b64dfd9e04fc111548a59ecd215d3e39"


@pytest.fixture(scope="module", autouse=True)
def _loaded(module_database):
    load_accounts()
    load_founding_event()
    load_alliance()


@pytest.fixture
def founding():
    return Conference.objects.get(slug="liaoning-ai-2025")


def two(row, name):
    """[zh, en] of a fact, null as the empty text."""
    return [row.get(f"{name}_zh") or "", row.get(f"{name}_en") or ""]


def program_of(conference):
    return read(conference.releases.get(number=1).document, number=1)


def test_the_copied_facts_are_untouched():
    # Whoever edits a fact has to edit this digest as well, and so sees what the file is.
    text = json.dumps(FACTS, sort_keys=True, ensure_ascii=False)

    assert len(FACTS["people"]) == 9 and len(FACTS["sessions"]) == 12
    assert sha256(text.encode()).hexdigest() == FACTS_DIGEST


def test_the_release_holds_the_conference(founding):
    facts, row = FACTS["conference"], program_of(founding).conference

    assert row.slug == facts["slug"]
    assert row.name.as_list() == two(facts, "name")
    assert row.name_is_rendering is facts["name_zh_is_a_rendering"]
    assert row.short_name.as_list() == two(facts, "short_name")
    assert (row.starts_on.isoformat(), row.ends_on.isoformat()) == (
        facts["starts_on"],
        facts["ends_on"],
    )
    assert row.time_zone == facts["time_zone"]
    assert row.venue.as_list() == two(facts, "venue")
    assert row.city.as_list() == two(facts, "city")
    assert not row.description_html and not row.address and not row.directions_html


def test_of_the_founding_event_there_is_nothing_that_the_report_does_not_state(founding):
    program = program_of(founding)

    assert (program.plans, program.hotels, program.contacts, program.photos) == ((), (), (), ())
    assert program.sessions_with_links() == [] and program.rooms == ()
    assert not program.conference.report_html


def test_the_release_holds_the_hosts_by_role(founding):
    organizations = {row["key"]: row for row in FACTS["organizations"]}

    assert [(host.role, host.name.as_list()) for host in program_of(founding).hosts] == [
        (row["role"], two(organizations[row["organization"]], "name"))
        for row in sorted(FACTS["host_roles"], key=lambda r: r["order"])
    ]


def test_host_roles_are_called_as_the_report_calls_them():
    with translation.override("zh-hans"):
        labels = {role.value: str(role.label) for role in HostRole.Role}

    assert {row["role"]: row["role_zh"] for row in FACTS["host_roles"]} == {
        row["role"]: labels[row["role"]] for row in FACTS["host_roles"]
    }


def test_the_directory_holds_the_organizations(founding):
    loaded = [
        {
            "kind": row.kind,
            "name": row.name.as_list(),
            "short_name": row.short_name.as_list(),
            "city": row.city.as_list(),
            "country": row.country,
            "aliases": row.aliases.splitlines(),
        }
        for row in Organization.objects.order_by("pk")
    ]

    assert loaded == [
        {
            "kind": row["kind"],
            "name": two(row, "name"),
            "short_name": two(row, "short_name"),
            "city": two(row, "city"),
            "country": row.get("country", ""),
            "aliases": row.get("aliases", []),
        }
        for row in FACTS["organizations"]
    ]


def test_the_release_holds_the_nine_people(founding):
    organizations = {row["key"]: row for row in FACTS["organizations"]}
    experts = FACTS["sub_forum_experts"]["named"]

    assert [
        {
            "name": person.name.as_list(),
            "academic_title": str(person.academic_title_label) or None,
            "title": person.title.as_list(),
            "organization": person.organization.as_list(),
            "category": person.category,
            "is_rendering": person.name_is_rendering,
        }
        for person in program_of(founding).people
    ] == [
        {
            "name": [
                row["name_zh"] or "",
                f"{row['family_name_en']} {row['given_name_en']}",
            ],
            "academic_title": row["academic_title_en"],
            "title": two(row, "position"),
            "organization": [
                organizations[row["organization"]]["name_zh"],
                row.get("organization_as_printed_en")
                or organizations[row["organization"]]["name_en"],
            ],
            "category": "expert" if row["key"] in experts else "speaker",
            "is_rendering": False,
        }
        for row in FACTS["people"]
    ]


def test_the_release_holds_the_twelve_sessions_in_order_without_times(founding):
    names = {
        row["key"]: f"{row['family_name_en']} {row['given_name_en']}" for row in FACTS["people"]
    }
    program = program_of(founding)

    assert [
        {
            "kind": session.kind,
            "title": session.title.as_list(),
            "summary": session.summary.as_list(),
            "is_rendering": (session.title.zh_is_rendering, session.summary.zh_is_rendering),
            "group": session.parallel_group,
            "people": [(role.person.name.en, role.role) for role in session.roles],
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "room": session.room,
        }
        for session in program.sessions
    ] == [
        {
            "kind": row["kind"],
            "title": two(row, "title"),
            "summary": two(row, "summary"),
            "is_rendering": (True, True),
            "group": row.get("parallel_group", ""),
            "people": [(names[role["person"]], role["role"]) for role in row["people"]],
            "starts_at": row["starts_at"],
            "ends_at": row["ends_at"],
            "room": row["room"],
        }
        for row in sorted(FACTS["sessions"], key=lambda r: r["order"])
    ]
    assert [len(group) for group in program.untimed()] == [*[1] * 8, 3, 1]


def test_fourteen_experts_are_a_number(founding):
    facts = FACTS["sub_forum_experts"]
    program = program_of(founding)
    experts = [p for p in program.people if p.category == "expert"]

    (expected,) = program.expected
    assert (expected.total, expected.named, expected.to_be_announced) == (
        facts["total"],
        len(facts["named"]),
        facts["to_be_announced"],
    )
    assert expected.session_code is facts["which_sub_forum"]
    assert [program.roles_of(person) for person in experts] == [[], []]


def test_the_release_holds_policies_and_practices(founding):
    assert [
        (row.kind, row.name.as_list(), row.name_is_rendering)
        for row in program_of(founding).highlights
    ] == [
        *(
            ("policy", two(row, "name"), row["name_zh_is_a_rendering"])
            for row in FACTS["conference"]["policies"]
        ),
        *(
            ("practice", [zh, en], True)
            for zh, en in zip(
                FACTS["sub_forum_experts"]["practices_shared_zh"],
                FACTS["sub_forum_experts"]["practices_shared_en"],
                strict=True,
            )
        ),
    ]


def test_the_alliance_holds_its_facts(founding):
    facts = FACTS["alliance"]
    names = {row["key"]: row["name_en"] for row in FACTS["organizations"]}
    alliance = Alliance.objects.get()

    assert alliance.slug == facts["slug"]
    assert alliance.name.as_list() == two(facts, "name")
    assert alliance.name_zh_is_rendering is facts["name_zh_is_a_rendering"]
    assert alliance.founded_on.isoformat() == facts["founded_on"]
    assert alliance.founding_act.as_list() == two(facts, "founding_act")
    assert alliance.initiators.as_list() == two(facts, "initiators")
    assert alliance.founded_at == founding
    assert alliance.initiators_total == facts["initiators_total"]
    assert alliance.lead_is_an_initiator is facts["lead_is_one_of_the_initiators"]
    assert alliance.yearly_work.as_list() == two(facts, "yearly_work")
    assert [t.name.as_list() for t in alliance.tasks.all()] == [
        [zh, en] for zh, en in zip(facts["tasks_zh"], facts["tasks_en"], strict=True)
    ]
    assert facts["members_total"] is None
    assert [(r.role, r.organization.name_en) for r in alliance.allianceroles.all()] == [
        (AllianceRole.Role.LEAD, names[facts["lead"]]),
        *((AllianceRole.Role.INITIATOR, names[key]) for key in facts["initiators_named"]),
    ]
    assert [
        (m.organization.name_en, m.tier, m.since, m.until, m.status)
        for m in Membership.objects.order_by("position")
    ] == [
        (names[key], None, None, None, "active")
        for key in (facts["lead"], *facts["initiators_named"])
    ]


def test_the_news_item_keeps_to_the_facts(founding):
    facts = FACTS["news"]
    article = Article.objects.get(conference=founding)

    assert article.title_en == facts["title_en"]
    assert article.published_on.isoformat() == facts["published_on"]
    assert [article.written_by, article.edited_by, article.source] == ["", "", ""]
    assert facts["written_by"] is facts["edited_by"] is facts["resource"] is None
    # Who unveiled the nameplate, the report does not say.
    assert "unveiled its" not in article.lead_en + article.body_en
    for side in ("zh", "en"):
        text = article.lead.in_side(side) + article.body.in_side(side)
        # Numbers and Latin names are what an invented fact would bring with it.
        known = json.dumps(FACTS, ensure_ascii=False) + NEWS_NUMBERS
        for word in re.findall(r"[A-Z][A-Za-z]+|\d+", text):
            assert word in known or word in PLAIN_WORDS, word


NEWS_NUMBERS = "18 April 2025 年4月18日 20 16"
PLAIN_WORDS = {"The", "It", "On", "Its", "Three", "Four", "Sixteen", "Addresses", "Universities"}


def test_every_string_of_the_report_is_public(founding):
    """Besides the comparisons above: no string of the facts is left out of what visitors get."""
    document = json.dumps(Release.objects.get(number=1).document, ensure_ascii=False)
    alliance = Alliance.objects.get()
    rest = [
        *(text for t in alliance.tasks.all() for text in t.name.as_list()),
        *(text for r in alliance.allianceroles.all() for text in r.organization.name.as_list()),
        *alliance.name.as_list(),
        alliance.slug,
        alliance.founded_on.isoformat(),
        *alliance.founding_act.as_list(),
        *alliance.initiators.as_list(),
        *alliance.yearly_work.as_list(),
        *(v for a in Article.objects.all() for v in (a.title_en, a.published_on.isoformat())),
        *(f"{p.family_name_en} {p.given_name_en}" for p in Person.objects.all()),
    ]
    public = json.loads(json.dumps([document, *rest], ensure_ascii=False))
    text = "\n".join(public).replace('\\"', '"')

    missing = [(path, value) for path, value in strings_of(FACTS) if value not in text]

    assert [path for path, _value in missing if not is_internal(path)] == []


def strings_of(value, path=""):
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings_of(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, f"{path}[]")


def is_internal(path):
    """Keys of the file, words about the file, and what is compared elsewhere in this module."""
    return path in {
        ".about",
        ".not_in_the_report[]",
        ".host_roles[].role_zh",  # a label, see above
        ".host_roles[].organization",
        ".organizations[].key",
        ".organizations[].kind",
        ".organizations[].country",
        ".people[].key",
        ".people[].organization",
        ".people[].academic_title_en",  # a choice, see above
        ".sessions[].people[].person",
        ".sub_forum_experts.named[]",
        ".alliance.lead",
        ".alliance.initiators_named[]",
    }


def test_nulls_and_silence_stay_empty(founding):
    assert Session.objects.filter(starts_at__isnull=False).count() == 0
    assert founding.rooms.count() == 0 and founding.tracks.count() == 0
    assert set(Session.objects.values_list("roles__role", flat=True)) == {"speaker", None}
    assert Person.objects.filter(name_zh="").count() == sum(
        row["name_zh"] is None for row in FACTS["people"]
    )
    assert Registration.objects.count() == 0
    assert alliance_is_silent(Alliance.objects.get())


def alliance_is_silent(alliance):
    return not alliance.tiers.exists() and not alliance.description and not alliance.logo


def test_names_that_are_ours_are_marked(founding):
    assert founding.name_zh_is_rendering
    assert Highlight.objects.get(kind="policy").name_zh_is_rendering
    alliance = Alliance.objects.get()
    texts = (alliance.name, alliance.founding_act, alliance.initiators, alliance.yearly_work)
    assert all(text.zh_is_rendering for text in (*texts, *(t.name for t in alliance.tasks.all())))
    assert all(row.name.zh_is_rendering for row in Highlight.objects.all())


def test_the_aliases_are_found(founding):
    assert Organization.objects.matching("Department of Education of Liaoning").count() == 1
