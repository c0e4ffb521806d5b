"""What stands on a site that was empty once the demo is loaded, and what is done to it then."""

import stat
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage

from alliance.models import AllianceRole, Secretary
from conference.models import Conference, TeamMember
from conference.people.models import Organization, Person
from conference.program.models import Session, SessionLink
from config.demo.accounts import NAMES
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from tests.config.demo.running import every_row, run_demo
from tests.factories import make_conference, make_participation, make_photo

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="the sample itself is tried on both (test_sample)"),
]

MIDDAY = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Asia/Shanghai


@pytest.fixture(scope="module", autouse=True)
def first_run(module_database):
    """What the command says on an empty site: run once, and each test undoes its own changes."""
    return run_demo("--if-empty")


@pytest.fixture
def sample():
    return Conference.objects.get(slug="sample-symposium")


@pytest.fixture
def founding():
    return Conference.objects.get(slug="liaoning-ai-2025")


def test_if_empty_loads_into_an_empty_site():
    assert set(Conference.objects.values_list("slug", flat=True)) == {
        *("liaoning-ai-2025", "sample-symposium"),
    }


def test_a_second_run_changes_nothing_whatever_was_edited():
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


def test_removing_the_samples_takes_their_files_with_them(
    sample, django_capture_on_commit_callbacks
):
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


def test_the_founding_event_outlives_the_samples():
    said = run_demo("--remove-samples")

    assert "Removed the conference “sample-symposium”" in said
    assert list(Conference.objects.values_list("slug", flat=True)) == ["liaoning-ai-2025"]
    assert run_demo("--remove-samples") == "There are no samples.\n"


def test_a_random_password_is_shown_once_and_kept(first_run):
    path = settings.DATA_DIR / "demo-accounts.txt"
    password = path.read_text().rpartition("Password: ")[2].strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert password in first_run and len(password) >= 16
    assert password not in run_demo()
    assert set(NAMES) == {"organizer", "editor", "desk", "exporter", "viewer", "secretary"}
    for name in NAMES:
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff and not user.is_superuser


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
