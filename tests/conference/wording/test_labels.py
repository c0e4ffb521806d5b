from types import SimpleNamespace

from django.utils.translation import override

from conference.bilingual import Text
from conference.wording.labels import affiliation, listed


def person(**overrides):
    values = {
        "academic_title": "",
        "academic_title_label": "",
        "title": Text(),
        "organization": Text("东北大学", "Northeastern University (China)"),
        "organization_short_name": Text("东大", "NEU"),
    }
    return SimpleNamespace(**values | overrides)


def test_an_affiliation_says_nothing_twice():
    dean = person(title=Text("东北大学副校长", "Vice President of NEU"))
    professor = person(academic_title="professor", academic_title_label="Professor")

    assert affiliation(dean) == [dean.title]
    assert affiliation(dean, brief=True) == [dean.organization]
    assert [str(part) for part in affiliation(professor)] == [
        "Professor",
        "Northeastern University (China)",
    ]
    editor = person(title=Text("主编", "Editor of NEURAL"))
    assert affiliation(editor) == [editor.title, editor.organization]
    assert affiliation(person(organization=Text())) == []


def test_names_are_listed_as_the_language_lists_them():
    assert listed([Text("王丽", "Wang Li"), "Zhao Min"]) == "Wang Li, Zhao Min"
    with override("zh-hans"):
        assert listed(["王丽", "赵敏"]) == "王丽、赵敏"
    assert listed([]) == ""
