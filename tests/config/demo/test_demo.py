"""Loading the demo, loading it again, removing its samples, and its accounts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from conference.attendance.models import Admission, CertificateDesign, CheckIn, Registration
from conference.models import Conference
from conference.people.models import Person
from conference.program.models import Release, Session
from config.demo import sample_plan
from config.demo.accounts import load_accounts
from config.demo.founding import load_alliance, load_founding_event
from config.demo.removing import remove_sample
from config.demo.sample import load_sample
from tests.config.demo.running import every_row, run_demo
from tests.factories import (
    make_certificate,
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


# --- The days of the sample -----------------------------------------------------------------------


@pytest.mark.parametrize("hour", [0, 8, 15])
def test_the_sample_begins_today_in_its_own_zone_and_no_scan_lies_in_the_future(accounts, hour):
    half_past_midnight = datetime(2026, 5, 19, 16, 30, tzinfo=UTC)  # of the 20th in Shanghai
    now = half_past_midnight + timedelta(hours=hour)

    load_sample(at=now)

    sample = Conference.objects.get()
    assert (sample.starts_on, sample.ends_on) == (date(2026, 5, 20), date(2026, 5, 21))
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


def test_removing_leaves_a_conference_of_the_same_address_alone(accounts):
    Conference.objects.create(
        slug=sample_plan.SLUG,
        name_en="Ours",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 20),
    )

    assert remove_sample() == []
    assert Conference.objects.count() == 1


def test_if_empty_loads_only_into_an_empty_site():
    make_user("somebody")

    assert run_demo("--if-empty") == ""
    assert Conference.objects.count() == 0


# --- Accounts -----------------------------------------------------------------------------------


def test_the_given_password_is_of_the_new_accounts_alone_and_not_written_down(settings, data_dir):
    settings.DEMO_PASSWORD = "a given secret"
    make_user("editor", is_staff=False)

    said = run_demo()

    assert get_user_model().objects.get(username="desk").check_password("a given secret")
    assert "a given secret" not in said + (data_dir / "demo-accounts.txt").read_text()
    editor = get_user_model().objects.get(username="editor")
    assert editor.check_password("a long password 1") and not editor.is_staff
