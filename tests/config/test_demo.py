"""The demo: every fact of the founding event, and a sample symposium that can be told apart."""

import json
import re
import stat
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import translation

from alliance.models import Alliance, AllianceRole, Membership, Secretary
from conference.attendance.models import Admission, CheckIn, Checkpoint, Registration
from conference.models import Conference, Highlight, TeamMember
from conference.news.models import Article
from conference.people.models import HostRole, Organization, Person
from conference.people.pinyin import has_chinese
from conference.program.clashes import find_clashes
from conference.program.document import read
from conference.program.models import Participation, Release, Session
from config.demo import sample_plan
from config.demo.accounts import load_accounts
from config.demo.founding import load_alliance, load_founding_event, read_facts
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from tests.factories import make_participation, make_user

pytestmark = pytest.mark.django_db

FACTS = read_facts()
MIDDAY = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai
FACTS_DIGEST = "e2bfa50118cb9035c89e01f95de5dd072443aefb9458e42dcad7f669135b4a5d"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def accounts():
    load_accounts()


@pytest.fixture
def founding(accounts):
    load_founding_event()
    load_alliance()
    return Conference.objects.get(slug="liaoning-ai-2025")


@pytest.fixture
def sample(accounts):
    load_sample(at=MIDDAY)
    return Conference.objects.get(slug="sample-symposium")


def run_demo(*args):
    out = StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


def two(row, name):
    """[zh, en] of a fact, null as the empty text."""
    return [row.get(f"{name}_zh") or "", row.get(f"{name}_en") or ""]


def program_of(conference):
    return read(conference.releases.get(number=1).document, number=1)


def every_row():
    """{table: its rows} of the whole database, histories and logs included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "conference.Stamp":  # rises with every change, also undone ones
            found[model._meta.label] = sorted(map(repr, model.objects.values_list()))
    return found


# --- The founding event -------------------------------------------------------------------------


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
                f"{row['given_name_en']} {row['family_name_en']}",
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
        row["key"]: f"{row['given_name_en']} {row['family_name_en']}" for row in FACTS["people"]
    }
    program = program_of(founding)

    assert [
        {
            "kind": session.kind,
            "title": session.title.as_list(),
            "summary": session.summary.as_list(),
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
            ("practice", ["", name], False)
            for name in FACTS["sub_forum_experts"]["practices_shared_en"]
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
    assert alliance.founding_act.as_list() == ["", facts["founding_act_en"]]
    assert alliance.founded_at == founding
    assert alliance.initiators_total == facts["initiators_total"]
    assert alliance.lead_is_an_initiator is facts["lead_is_one_of_the_initiators"]
    assert alliance.yearly_work.as_list() == ["", facts["yearly_work_en"]]
    assert [t.name.as_list() for t in alliance.tasks.all()] == [
        ["", task] for task in facts["tasks_en"]
    ]
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
    for side in ("zh", "en"):
        text = article.body.in_side(side)
        # Numbers and Latin names are what an invented fact would bring with it.
        known = json.dumps(FACTS, ensure_ascii=False) + NEWS_NUMBERS
        for word in re.findall(r"[A-Z][A-Za-z]+|\d+", text):
            assert word in known or word in PLAIN_WORDS, word


NEWS_NUMBERS = "18 April 2025 年4月18日 20 16"
PLAIN_WORDS = {"The", "It", "Its", "Three", "Four", "Sixteen", "Addresses", "Universities"}


def test_every_string_of_the_report_is_public(founding):
    """Besides the comparisons above: no string of the facts is left out of what visitors get."""
    document = json.dumps(Release.objects.get(number=1).document, ensure_ascii=False)
    alliance = Alliance.objects.get()
    rest = [
        *(t.name_en for t in alliance.tasks.all()),
        *(text for r in alliance.allianceroles.all() for text in r.organization.name.as_list()),
        *alliance.name.as_list(),
        alliance.slug,
        alliance.founded_on.isoformat(),
        alliance.founding_act_en,
        alliance.yearly_work_en,
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
    assert Alliance.objects.get().name_zh_is_rendering


def test_the_aliases_are_found(founding):
    assert Organization.objects.matching("Department of Education of Liaoning").count() == 1


# --- The sample symposium -----------------------------------------------------------------------


def test_the_sample_begins_today_in_its_own_zone(accounts):
    load_sample(at=datetime(2026, 5, 19, 17, 0, tzinfo=UTC))  # 01:00 of the 20th in Shanghai

    sample = Conference.objects.get()
    assert (sample.starts_on, sample.ends_on) == (date(2026, 5, 20), date(2026, 5, 21))


def test_the_sample_has_no_clash(sample):
    assert [str(clash.message) for clash in find_clashes(sample)] == []


def test_the_sample_shows_every_kind_of_session(sample):
    sessions = Session.objects.filter(conference=sample)
    sub_forums = sessions.filter(kind="sub-forum")

    assert sessions.filter(starts_at__isnull=False).count() == sessions.count() >= 20
    assert set(sessions.values_list("kind", flat=True)) == {
        *("address", "ceremony", "keynote", "sub-forum", "talk", "panel", "discussion"),
        *("break", "meal", "photo"),
    }
    assert sample.rooms.count() == 5 and sample.tracks.count() == 4
    assert [(s.talks.count(), s.roles.filter(role="chair").count()) for s in sub_forums] == [
        (4, 1)
    ] * 3
    assert len(program_of(sample).days()) == 2


def test_the_sample_has_releases_with_changes(sample):
    assert [
        (release.number, sorted({change["kind"] for change in release.changes}))
        for release in Release.objects.order_by("number")
    ] == [(1, ["new"]), (2, ["changed", "moved"]), (3, ["cancelled"])]


def test_the_sample_lacks_no_translation(sample):
    from conference.bilingual import gaps

    rows = [sample, *sample.sessions.all(), *sample.rooms.all(), *sample.tracks.all()]
    rows += [*sample.highlights.all(), *sample.articles.all(), *Organization.objects.all()]
    rows += [*Person.objects.all(), *sample.expectedtotals.all(), sample.reply_form]
    rows += sample.reply_form.questions.all()

    assert [(row, gaps(row)) for row in rows if gaps(row)] == []


def test_everything_of_the_sample_says_so(sample):
    texts = [
        *(text for o in Organization.objects.all() for text in o.name.as_list()),
        *(text for p in Person.objects.all() for text in p.name.as_list()),
        *(text for r in sample.rooms.all() for text in r.name.as_list()),
        *(text for a in sample.articles.all() for text in a.title.as_list()),
        *sample.name.as_list(),
        *sample.venue.as_list(),
        *(
            text
            for s in sample.sessions.exclude(kind__in=("break", "meal", "photo"))
            for text in s.title.as_list()
        ),
        *Registration.objects.values_list("name", flat=True),
    ]

    assert [text for text in texts if "示例" not in text and "ample" not in text] == []


def test_the_sample_has_the_promised_registrations(sample):
    rows = list(Registration.objects.filter(conference=sample))

    assert len(rows) == 200
    assert sum(has_chinese(row.name) for row in rows) * 3 >= len(rows)
    assert {row.phone for row in rows} == {f"+44 7700 900{n:03}" for n in range(200)}
    assert all(row.email.endswith("@example.org") for row in rows)
    assert all(row.search and row.sort_name and row.phone_digits for row in rows)
    assert {row.status for row in rows} == set(Registration.Status.values)
    assert {row.source for row in rows} == set(Registration.Source.values)
    assert all(row.consented_at for row in rows if row.source == "self")
    assert sample.reply_form.is_open(at=MIDDAY)


def test_only_phones_kept_for_fiction_are_used(sample):
    phones = {
        *Registration.objects.values_list("phone", flat=True),
        *Participation.objects.values_list("contact_phone", flat=True),
    }

    assert [p for p in phones if not re.fullmatch(r"\+44 7700 900\d{3}", p)] == []


def test_the_door_of_the_sample_has_the_promised_numbers(sample):
    arrival = Checkpoint.objects.get(kind="arrival")
    doors = Checkpoint.objects.filter(kind="session")

    assert Counter(CheckIn.objects.filter(checkpoint=arrival).values_list("result", flat=True)) == {
        "admitted": 62,
        "undone": 2,
        "already": 5,
        "refused": 3,
    }
    assert Admission.objects.filter(checkpoint=arrival).count() == 60
    assert [door.admissions.count() for door in doors] == [8, 8, 8]
    assert set(CheckIn.objects.filter(result="refused").values_list("reason", flat=True)) == {
        *("unknown_code", "cancelled", "not_confirmed"),
    }
    signed_in = Registration.objects.filter(admissions__checkpoint=arrival)
    assert sum(has_chinese(row.name) for row in signed_in) * 3 >= 60
    assert not signed_in.exclude(status="confirmed").exists()


def test_each_admission_stands_on_its_scan(sample):
    for admission in Admission.objects.select_related("check_in"):
        scan = admission.check_in
        assert (scan.result, scan.registration_id, scan.checkpoint_id, scan.scanned_at) == (
            "admitted",
            admission.registration_id,
            admission.checkpoint_id,
            admission.signed_in_at,
        )


def test_everybody_registered_before_they_came(sample):
    assert [
        str(admission.registration)
        for admission in Admission.objects.select_related("registration")
        if admission.registration.registered_at > admission.signed_in_at
    ] == []


@pytest.mark.parametrize("hour", [0, 8, 15])
def test_no_scan_lies_in_the_future(accounts, hour):
    now = datetime(2026, 5, 19, 16, 30, tzinfo=UTC) + timedelta(hours=hour)

    load_sample(at=now)

    assert CheckIn.objects.filter(received_at__gt=now).count() == 0
    assert Registration.objects.filter(registered_at__gt=now).count() == 0
    first = dict(
        Admission.objects.filter(checkpoint__kind="arrival").values_list(
            "registration_id", "signed_in_at"
        )
    )
    assert all(
        first[admission.registration_id] < admission.signed_in_at
        for admission in Admission.objects.filter(checkpoint__kind="session")
    )


def test_the_sample_is_the_same_each_time(sample):
    def content():
        return [
            Release.objects.latest("pk").document,
            list(Registration.objects.order_by("number").values_list("number", "code", "search")),
            list(CheckIn.objects.order_by("client_id").values_list("client_id", "scanned_at")),
        ]

    first = content()
    remove_sample()
    load_sample(at=MIDDAY)

    assert content() == first


# --- Loading, loading again, removing -----------------------------------------------------------


def test_a_second_run_changes_nothing_whatever_was_edited(settings):
    run_demo()
    session = Session.objects.get(title_zh="东北大学致辞")
    session.title_zh = "改过的标题"
    session.save()
    TeamMember.objects.filter(role="viewer").delete()
    Membership.objects.all()[0].delete()
    before = every_row()

    said = run_demo()

    assert every_row() == before
    assert said == (
        "The founding event is there already.\nIts alliance is there already.\n"
        "The sample symposium is there already.\nThe accounts are there already.\n"
    )


def test_removing_the_samples_leaves_no_trace(founding):
    before = every_row()
    load_sample(at=MIDDAY)
    sample = Conference.objects.get(slug="sample-symposium")
    # What a newcomer does while trying things out.
    registration = Registration.objects.first()
    LogEntry.objects.create(
        user=get_user_model().objects.first(),
        content_type=ContentType.objects.get_for_model(Registration),
        object_id=str(registration.pk),
        object_repr=str(registration),
        action_flag=CHANGE,
    )
    extra = Session.objects.create(conference=sample, title_zh="临时")
    extra.delete()
    person = Person.objects.get(name_zh="示例报告人07")
    person.save()

    said = remove_sample()

    assert every_row() == before
    assert said == [
        "Removed the conference “sample-symposium” with 43 sessions, 200 registrations and "
        "96 scans.",
        "Removed 40 sample people.",
        "Removed 17 sample organizations.",
    ]
    assert remove_sample() == []


def test_removing_keeps_a_sample_person_used_elsewhere(founding, sample):
    person = Person.objects.get(name_zh="示例报告人07")
    make_participation(founding, person)

    said = remove_sample()

    assert Person.objects.filter(pk=person.pk).exists()
    assert Organization.objects.filter(pk=person.organization_id).exists()
    assert said[-1] == (
        f"Kept, because they are used elsewhere: Sample speaker 07, {person.organization.name_en}."
    )
    assert load_sample(at=MIDDAY)


def test_removing_leaves_a_conference_of_the_same_address_alone(accounts):
    Conference.objects.create(
        slug=sample_plan.SLUG,
        name_en="Ours",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 20),
    )

    assert remove_sample() == []
    assert Conference.objects.count() == 1


def test_the_founding_event_outlives_the_samples():
    run_demo()

    said = run_demo("--remove-samples")

    assert "Removed the conference “sample-symposium”" in said
    assert list(Conference.objects.values_list("slug", flat=True)) == ["liaoning-ai-2025"]
    assert run_demo("--remove-samples") == "There are no samples.\n"


def test_if_empty_loads_only_into_an_empty_site():
    make_user("somebody")

    assert run_demo("--if-empty") == ""
    assert Conference.objects.count() == 0


def test_if_empty_loads_into_an_empty_site():
    run_demo("--if-empty")

    assert set(Conference.objects.values_list("slug", flat=True)) == {
        *("liaoning-ai-2025", "sample-symposium"),
    }


# --- Accounts -----------------------------------------------------------------------------------


def test_a_random_password_is_shown_once_and_kept(data_dir):
    said = run_demo()

    path = Path(data_dir / "demo-accounts.txt")
    password = path.read_text().rpartition("Password: ")[2].strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert password in said and len(password) >= 16
    assert password not in run_demo()
    for name in ("organizer", "editor", "desk", "exporter", "viewer", "secretary"):
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff and not user.is_superuser


def test_the_given_password_is_used_and_not_written_down(settings, data_dir):
    settings.DEMO_PASSWORD = "a given secret"

    said = run_demo()

    assert get_user_model().objects.get(username="desk").check_password("a given secret")
    assert "a given secret" not in said + (data_dir / "demo-accounts.txt").read_text()


def test_an_account_that_exists_keeps_its_password():
    make_user("editor", is_staff=False)

    run_demo()

    editor = get_user_model().objects.get(username="editor")
    assert editor.check_password("a long password 1") and not editor.is_staff


def test_each_account_has_its_role_at_both_conferences(founding, sample):
    expected = {
        (conference.slug, role, role, role in ("organizer", "exporter"))
        for conference in (founding, sample)
        for role in ("organizer", "editor", "desk", "exporter", "viewer")
    }

    assert (
        set(
            TeamMember.objects.values_list(
                "conference__slug", "user__username", "role", "sees_contacts"
            )
        )
        == expected
    )
    assert Secretary.objects.get().user.username == "secretary"
