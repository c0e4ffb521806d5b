"""English sentences say "the" before what a meeting is called, and nothing before other names."""

import pytest

from conference.wording.articles import with_the


@pytest.mark.parametrize(
    "name",
    [
        "Symposium on AI",
        "2027 National Conference for Teachers",
        "AI + Higher Education Symposium 2025",
        "Second Forum",
        "Opening ceremony",
        "Sample Symposium on Teaching (sample data)",
    ],
)
def test_a_meeting_has_its_article(name):
    assert with_the(name) == f"the {name}"


@pytest.mark.parametrize(
    "name",
    [
        "The Forum",
        "Sub-forum 1: AI",
        "Forum 2",
        "AI Days",
        "China’s Forum on Rivers",
        "Platform",
        "Sample: Opening ceremony",
        "Lunch",
        "研讨会",
        "",
    ],
)
def test_other_names_have_none(name):
    assert with_the(name) == name
