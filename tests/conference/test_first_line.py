"""Wide spaces that begin the first paragraph of a longer text are a part of it."""

import pytest

from conference.forms import LinesField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　　第一段\r\n　　第二段\r\n", "　　第一段\n　　第二段"),
        ("\r\n  \r\n　　第一段 ", "　　第一段"),
        ("  words ", "words"),
        (" \r\n　\r\n", ""),
        ("", ""),
    ],
)
def test_a_text_keeps_the_wide_spaces_of_its_first_paragraph(typed, kept):
    assert LinesField(required=False).clean(typed) == kept


def test_blanks_alone_are_no_text():
    with pytest.raises(Exception, match="required"):
        LinesField().clean(" \r\n　　")
