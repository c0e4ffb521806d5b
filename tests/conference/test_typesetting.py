"""PDF: text prints as text, the same input gives the same bytes, no glyph is lost in silence."""

import shutil
import subprocess

import pytest

from conference import typesetting
from conference.typesetting import GETA, TypesettingFailed, typeset
from tests.factories import at

SHEET = "sign_in_sheet.typ"
NOON = at("12:00")


def data(name="王泉", *, lang="zh-Hans", rows=1, **more):
    return {
        "lang": lang,
        "kind": "签到表",
        "title": "研讨会",
        "session": "",
        "facts": [["日期", "2026年5月20日"]],
        "headers": ["序号", "姓名", "单位", "职务", "电话", "签到时间", "签名", "备注"],
        "rows": [[str(n), name, "东北大学", "", "", "", "", ""] for n in range(1, rows + 1)],
        "spare": 2,
        "totals": [["应到", str(rows)], ["实到", "0"], ["缺席", str(rows)]],
        "signatures": ["登记人", "核对人", "日期"],
        "page": "第",
        "of": "/",
        "note": "",
        "stamp": "打印于 2026-05-20",
    } | more


def text_of(pdf, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt install poppler-utils)")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.replace("\f", "\v").split(" ")).replace("\n", "")


def test_the_same_data_gives_the_same_bytes():
    assert typeset(SHEET, data(), at=NOON).pdf == typeset(SHEET, data(), at=NOON).pdf


def test_rare_characters_of_names_are_in_the_fonts():
    name = "㛃䶮𬭎 \U00020bb7田 Ǎěǜ Łukasz Ñandú Nguyễn Ольга ئابدۇرەھىم ئۆتكۈر"

    sheet = typeset(SHEET, data(name), at=NOON)

    assert sheet.pdf.startswith(b"%PDF")
    assert sheet.missing == frozenset()


def test_markup_in_a_name_prints_as_text(tmp_path):
    name = '#read("/etc/passwd") *b* $x$ \\ <a>'

    assert name.replace(" ", "") in text_of(typeset(SHEET, data(name), at=NOON).pdf, tmp_path)


def test_a_character_without_a_glyph_is_marked_and_named(tmp_path):
    told = []

    def notes(missing):
        told.append(sorted(missing))
        return {"note": f"missing: {len(missing)}"}

    sheet = typeset(SHEET, data("\U00020000田 ก\u200d"), at=NOON, notes=notes)

    assert "\U00020000" in sheet.missing
    assert told[-1] == sorted(sheet.missing)
    text = text_of(sheet.pdf, tmp_path)
    assert f"{GETA}田" in text
    assert "missing:" in text


def test_every_page_has_its_header_and_number(tmp_path):
    text = text_of(typeset(SHEET, data(rows=40), at=NOON).pdf, tmp_path)

    pages = [page for page in text.split("\v") if page.strip()]
    assert len(pages) == 3
    for n, page in enumerate(pages, start=1):
        assert "姓名" in page
        assert f"第{n}页/共3页" in page


def test_a_broken_template_fails_without_quoting_the_data(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)

    with pytest.raises(TypesettingFailed) as failed:
        typeset("nothing.typ", data("曾志伟"), at=NOON)
    assert "曾志伟" not in str(failed.value)


def test_a_print_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(typesetting, "TIMEOUT", 0.001)

    with pytest.raises(TypesettingFailed, match="no print after"):
        typeset(SHEET, data(), at=NOON)
