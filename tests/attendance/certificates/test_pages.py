"""What everybody, its owner and organizers see of a certificate."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from conference.attendance.certificates import in_background, printing
from conference.attendance.letters import addressees_of, occasions
from conference.attendance.models import Certificate, CertificateDesign, ExportLog
from conference.attendance.registering import issue_link
from conference.typesetting import Print
from conference.work.asking import ask
from conference.work.models import Job
from tests.attendance.lists.files import body
from tests.factories import make_certificate, make_member, make_picture, make_registration

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="what a page shows; test_issuing.py asks both"),
]


@pytest.fixture(autouse=True)
def as_text(monkeypatch):
    def typeset(template, data, **_options):
        missing = frozenset()
        return Print(json.dumps(data, ensure_ascii=False).encode(), missing)

    monkeypatch.setattr(printing, "typeset", typeset)


@pytest.fixture
def person(conference):
    return make_registration(
        conference, name="张样例", name_en="Mary Sample", organization_name="秘密大学"
    )


@pytest.fixture
def row(design, person):
    return make_certificate(person, hours=Decimal(6))


# --- Everybody ----------------------------------------------------------------------------------


def test_a_valid_one_tells_the_conference_the_hours_and_initials_alone(client, row):
    chinese = client.get(f"/zh-hans/certificates/{row.number}/")
    english = client.get(f"/en/certificates/{row.number.lower().replace('-', '%20')}/")

    assert "该证明有效" in chinese.content.decode()
    assert "张*" in chinese.content.decode()
    assert "M. S." in english.content.decode()
    for answer in (chinese, english):
        page = answer.content.decode()
        assert row.number in page
        assert ">6<" in page
        assert [name for name in ("张样例", "Mary", "秘密大学") if name in page] == []
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"


def test_a_replaced_one_names_neither_its_owner_nor_the_newer_number(client, row, person):
    Certificate.objects.update(state="replaced", ended_at=timezone.now())
    newer = make_certificate(person)
    Certificate.objects.filter(pk=row.pk).update(replaced_by=newer)

    page = client.get(f"/en/certificates/{row.number}/").content.decode()

    assert "a newer one was issued" in page
    assert newer.number not in page
    assert "M. S." not in page


def test_a_revoked_one_says_so_and_not_why(client, row):
    Certificate.objects.update(state="revoked", ended_at=timezone.now(), reason="Cheated")

    page = client.get(f"/en/certificates/{row.number}/").content.decode()

    assert "This certificate was revoked" in page
    assert "Cheated" not in page


def test_an_unknown_number_is_a_page_with_404(client, row, django_assert_num_queries):
    wrong = row.number[:-1] + ("3" if row.number[-1] != "3" else "4")

    with django_assert_num_queries(0):
        slip = client.get(f"/en/certificates/{wrong}/")
    row.delete()
    unknown = client.get(f"/en/certificates/{row.number}/")

    assert (slip.status_code, unknown.status_code) == (404, 404)
    assert "Compare it sign by sign" in slip.content.decode()
    assert "This site has issued none with it" in unknown.content.decode()


def test_the_form_leads_to_what_was_typed(client, row):
    found = client.get("/en/certificates/", {"number": f" {row.number.lower()} "})
    wrong = client.get("/en/certificates/", {"number": "nothing"})

    assert found["Location"] == f"/en/certificates/{row.number}/"
    assert wrong.status_code == 404
    assert client.get("/en/certificates/").status_code == 200


def test_a_number_without_its_beginning_is_the_one_that_ends_so(client, row):
    end = row.number.split("-", 1)[1]

    led = client.get("/en/certificates/", {"number": f" {end.lower().replace('-', ' ')} "})
    found = client.get(led["Location"])
    wide = "".join(chr(ord(c) + 0xFEE0) for c in end if c != "-")

    assert "This certificate is valid" in found.content.decode()
    assert row.number in found.content.decode()
    assert row.number in client.get(f"/en/certificates/{wide}/").content.decode()
    other = client.get("/en/certificates/2345-6789/")
    assert other.status_code == 404
    assert "It looks like LN2025-7Q4K-93XM" in other.content.decode()
    row.delete()
    assert client.get(led["Location"]).status_code == 404


def test_one_network_asks_only_so_often(client, row, monkeypatch):
    monkeypatch.setattr(
        "conference.attendance.certificates.views.PER_NETWORK", {"most": 2, "seconds": 600}
    )

    codes = [client.get(f"/en/certificates/{row.number}/").status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_an_erased_name_is_told_as_not_kept(client, row):
    Certificate.objects.update(name="***", name_en="")

    page = client.get(f"/en/certificates/{row.number}/").content.decode()

    assert "This certificate is valid" in page
    assert "The name is not kept any more" in page


# --- Its owner ----------------------------------------------------------------------------------


def test_ones_own_page_offers_it_once_it_is_issued(client, design, person):
    token = issue_link(person)
    assert "certificate.pdf" not in client.get(f"/en/r/{token}/").content.decode()
    assert client.get(f"/en/r/{token}/certificate.pdf").status_code == 404

    row = make_certificate(person)

    assert "certificate.pdf" in client.get(f"/en/r/{token}/").content.decode()
    answer = client.get(f"/en/r/{token}/certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert row.number in answer["Content-Disposition"]
    assert "张样例" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    told = client.get(f"/en/r/{token}/data.json").json()
    assert [each["number"] for each in told["certificates"]] == [row.number]


def test_the_letter_of_thanks_encloses_it(design, person, conference):
    rule = {each.name: each for each in occasions()}["thanks"]
    (without,) = addressees_of(conference, "thanks", [person])
    assert without.values["certificate"] == ""
    assert rule.encloses(person, "en") == []

    row = make_certificate(person)

    (addressee,) = addressees_of(conference, "thanks", [person])
    assert row.number in addressee.values["certificate"]
    (file,) = rule.encloses(person, "en")
    assert (file.filename, file.content_type) == (f"{row.number}.pdf", "application/pdf")


# --- The print ----------------------------------------------------------------------------------


def test_each_language_says_the_name_and_the_hours(design, person):
    design.text_zh, design.text_en = "{name}：{hours} 学时{minutes}", "{name}: {hours}"
    design.save()

    page = json.loads(printing.printed([make_certificate(person)], at=timezone.now()))

    (one,) = page["certificates"]
    assert [part["text"] for part in one["parts"]] == ["张样例：4 学时", "Mary Sample: 4"]
    assert one["names"] == [
        {"side": "zh", "text": "张样例"},
        {"side": "en", "text": "Mary Sample"},
    ]
    assert one["place"].endswith("/zh-hans/certificates/")


def test_characters_that_the_font_lacks_are_named_by_person(design, person):
    other = make_certificate(make_registration(design.conference, name="王\U00020c0b"))

    assert printing.unprintable([make_certificate(person), other]) == {"王\U00020c0b": "\U00020c0b"}


# --- Organizers ---------------------------------------------------------------------------------


def test_an_organizer_designs_previews_and_issues(client, conference, came, organizer):
    came("王全")
    client.force_login(organizer)
    issue_page = f"/admin/attendance/certificate/{conference.pk}/issue/"
    assert "Design the certificates" in client.get(issue_page).content.decode()
    form = f"/admin/attendance/certificatedesign/add/?conference={conference.pk}"
    data = {"needs": "days", "least": "1", "language": "both", "text_zh": "{nam}"}
    seal = make_picture()

    refused = client.post(form, data)
    kept = client.post(form, data | {"text_zh": "", "seal": seal})

    assert "{nam}" in refused.content.decode()
    assert kept.status_code == 302
    design = CertificateDesign.objects.get()
    assert design.seal.name.startswith("private/")
    page = client.get(f"/admin/attendance/certificatedesign/{design.pk}/change/").content.decode()
    assert "An image of the seal is kept" in page
    assert "<img" not in page
    assert client.get(f"/media/{design.seal.name}").status_code == 404
    sample = client.get(f"/admin/attendance/certificate/{conference.pk}/preview.pdf")
    assert "王全" in sample.content.decode()
    assert not Certificate.objects.exists()
    for _press in range(2):
        assert client.post(issue_page, {"all": "1"}).status_code == 302
    assert Certificate.objects.get().name == "王全"


def test_the_beginning_of_numbers_is_taken_in_small_letters_and_full_width(
    client, design, organizer
):
    client.force_login(organizer)
    form = f"/admin/attendance/certificatedesign/{design.pk}/change/"
    data = {"needs": "hours", "least": "4.5", "language": "both"}

    assert client.post(form, data | {"prefix": " ｌｎ 2025"}).status_code == 302
    assert client.post(form, data | {"prefix": "ln-1"}).status_code == 200
    design.refresh_from_db()
    assert design.prefix == "LN2025"
    assert 'value="4.5"' in client.get(form).content.decode()
    assert client.post(form, data | {"least": "4"}).status_code == 302
    assert 'name="least" value="4"' in client.get(form).content.decode()


def test_whole_hours_have_no_decimals(client, row, organizer):
    client.force_login(organizer)
    for address in ("", f"{row.pk}/change/"):
        page = client.get(f"/admin/attendance/certificate/{address}").content.decode()
        assert ("6.0" in page, ">6<" in page) == (False, True)


def test_a_rare_character_is_asked_about_first(client, design, came, organizer):
    person = came("王\U00020c0b")
    client.force_login(organizer)
    address = f"/admin/attendance/certificate/{design.conference_id}/issue/"

    asked = client.post(address, {"issue": "1", "person": person.pk})

    assert asked.status_code == 422
    assert "our font lacks characters of these" in asked.content.decode()
    assert "王\U00020c0b" in asked.content.decode()
    assert not Certificate.objects.exists()
    client.post(address, {"issue": "1", "person": person.pk, "anyway": "1"})
    assert Certificate.objects.get().name == "王\U00020c0b"


def test_a_number_is_searched_from_the_beginning_of_a_group(client, row, organizer):
    client.force_login(organizer)
    Certificate.objects.update(number="LN2025-7Q4K-93XM")

    def found(typed):
        page = client.get("/admin/attendance/certificate/", {"q": typed})
        return page.context["cl"].result_count

    for typed in ("ln2025", "7q4k", "ln2025 7q4k 93xm", "７Ｑ４Ｋ-９３ＸＭ", "Mary 93XM", "秘密"):
        assert found(typed) == 1, typed
    assert found("7q") == found("n202") == found("q4k9") == found("Margaret") == 0


def test_one_is_revoked_with_a_reason(client, row, organizer):
    client.force_login(organizer)
    address = "/admin/attendance/certificate/"
    act = {"action": "revoke_marked", "_selected_action": row.pk}

    asked = client.post(address, act)
    refused = client.post(address, act | {"told": "1", "reason": ""})
    assert asked.status_code == 200
    assert refused.status_code == 422
    client.post(address, act | {"told": "1", "reason": "Wrong person"})

    row.refresh_from_db()
    assert (row.state, row.reason) == ("revoked", "Wrong person")


def test_what_leaves_as_pdf_is_in_the_log(client, row, conference):
    client.force_login(make_member(conference, "exporter"))

    answer = client.get(f"/admin/attendance/certificate/{conference.pk}/all.pdf")

    assert answer["Content-Type"] == "application/pdf"
    log = ExportLog.objects.get()
    assert (log.list_name, log.rows, log.people) == (
        *("certificates", 1, str(row.registration_id)),
    )


def test_many_are_made_in_the_background(client, row, conference, organizer, monkeypatch):
    monkeypatch.setattr(in_background, "AT_ONCE", 0)
    client.force_login(organizer)

    answer = client.get(f"/admin/attendance/certificate/{conference.pk}/all.pdf")

    job = Job.objects.get()
    assert answer["Location"].endswith(f"/{job.token}/")
    made = in_background.make(job, lambda _done, _total: None)
    assert b"LN2025" in made.file.read()
    assert ask("certificates", conference=conference, by=organizer, wants={}) == job


def test_the_register_is_a_list(client, row, conference):
    client.force_login(make_member(conference, "exporter"))

    answer = client.get("/zh-hans/desk/own/export/certificates.csv")

    head, line, *_rest = body(answer).decode("utf-8-sig").split("\r\n")
    assert head.startswith("序号,证书编号,姓名,英文名,单位,出席天数,学时,签发日期,签发人,状态")
    assert line.startswith(f"1,{row.number},张样例,Mary Sample,秘密大学,1,6,")
    assert ",有效," in line
