"""Loading the demo, loading it again, removing its samples, and its accounts."""

import stat
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command

from alliance.models import AllianceRole, Secretary
from conference.attendance.models import Admission, CertificateDesign, CheckIn, Registration
from conference.models import Conference, TeamMember
from conference.people.models import Organization, Person
from conference.program.models import Release, Session, SessionLink
from config.demo import sample_plan
from config.demo.accounts import load_accounts
from config.demo.founding import load_alliance, load_founding_event
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from tests.factories import (
    make_certificate,
    make_conference,
    make_participation,
    make_photo,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="the sample itself is tried on both (test_sample)"),
]

MIDDAY = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai


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


def every_row():
    """{table: its rows} of the whole database, histories and logs included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "conference.Stamp":  # rises with every change, also undone ones
            found[model._meta.label] = sorted(map(repr, model.objects.values_list()))
    return found


# --- The days of the sample -----------------------------------------------------------------------


def test_the_sample_begins_today_in_its_own_zone(accounts):
    load_sample(at=datetime(2026, 5, 19, 17, 0, tzinfo=UTC))  # 01:00 of the 20th in Shanghai

    sample = Conference.objects.get()
    assert (sample.starts_on, sample.ends_on) == (date(2026, 5, 20), date(2026, 5, 21))


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
    AllianceRole.objects.all()[0].delete()
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
    CertificateDesign.objects.create(conference=sample)
    make_certificate(registration)
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


def test_removing_the_samples_takes_their_files_with_them(
    accounts, django_capture_on_commit_callbacks
):
    load_sample(at=MIDDAY)
    sample = Conference.objects.get(slug="sample-symposium")
    mine, shared = sample.photos.all()[:2]
    make_photo(make_conference(), image=shared.image.name)
    files = {mine.image.name, mine.preview, SessionLink.objects.exclude(file="")[0].file.name}

    with django_capture_on_commit_callbacks(execute=True):
        remove_sample()

    assert [name for name in files if default_storage.exists(name)] == []
    assert default_storage.exists(shared.image.name) and default_storage.exists(shared.preview)


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
