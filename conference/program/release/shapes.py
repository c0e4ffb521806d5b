"""How one value stands in a row, in a document, in what is read of it, and before people.

A document is JSON: texts are [zh, en], moments ISO in UTC, files their stored names.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypedDict, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files import File
from django.db import models

from conference import spoken
from conference.bilingual import Text, in_both_languages, label_in_both_languages
from conference.markdown import render
from conference.wording.clocks import day_and_clock

# One row of a document, as JSON; `fields` alone says what stands in it, `drafting` shows it.
Row = dict[str, Any]
# A document as some release kept it, perhaps in a format of before.
Kept = Mapping[str, Any]


class Document(TypedDict):
    """The whole program as JSON: its sections, each a list of rows."""

    format: int
    conference: Row
    hosts: list[Row]
    highlights: list[Row]
    rooms: list[Row]
    tracks: list[Row]
    people: list[Row]
    committees: list[Row]
    plans: list[Row]
    photos: list[Row]
    hotels: list[Row]
    contacts: list[Row]
    sessions: list[Row]
    expected: list[Row]


def rows_of(document: Document, section: str) -> list[Row]:
    """The rows of a section that is told by a variable; none where the format did not know it."""
    return cast(Kept, document).get(section) or []


class GivesRows(Protocol):
    """A section, of which this module knows no more."""

    def given(self, row: models.Model) -> Row: ...


class Shape:
    """A value that is the same in a row and in a document: a word, a number, yes or no."""

    is_written = False  # by people, in two languages
    flag = ""  # the field that says whether the Chinese is our rendering

    def columns(self, source: str) -> tuple[str, ...]:
        """The columns that hold it, of the row whose attribute is `source`."""
        return (source,)

    def given(self, value: Any) -> Any:
        """As JSON, from the row's attribute."""
        return value

    def read(self, row: Row, name: str) -> Any:
        """As a typed value, from the document's row."""
        return row[name]

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        """{column: value} that make a row say `value`; nothing of what needs other rows."""
        return {source: value}

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        """For people; not asked of an empty value."""
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if column is not None and column.choices:
            return label_in_both_languages(dict(column.flatchoices).get(value, value))
        return same(str(value))


class TextShape(Shape):
    """A bilingual attribute; `flag` is the field that says whether its Chinese is our rendering."""

    is_written = True

    def __init__(self, flag: str = ""):
        self.flag = flag

    def columns(self, source: str) -> tuple[str, ...]:
        return (f"{source}_zh", f"{source}_en")

    def given(self, value: Text) -> list[str]:
        return value.as_list()

    def read(self, row: Row, name: str) -> Text:
        return Text(*row[name], zh_is_rendering=bool(self.flag) and row[self.flag])

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        return dict(zip(self.columns(source), value, strict=True))

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return Text(*value)


class HtmlShape(TextShape):
    """Markdown rendered once; as written it is a field of its own, or stays in the directory."""

    def given(self, value: Text) -> list[str]:
        return [render(value.zh), render(value.en)]


class DayShape(Shape):
    def given(self, value: date) -> str:
        return value.isoformat()

    def read(self, row: Row, name: str) -> date:
        return date.fromisoformat(row[name])

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        return {source: date.fromisoformat(value)}


class MomentShape(Shape):
    """In UTC in the document; on the conference's clock for people."""

    def given(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat()

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        return {source: datetime.fromisoformat(value) if value else None}

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return same(day_and_clock(datetime.fromisoformat(value).astimezone(names.zone)))


class GuidShape(Shape):
    def given(self, value: UUID) -> str:
        return str(value)

    def read(self, row: Row, name: str) -> UUID:
        return UUID(row[name])


class FileShape(Shape):
    """The name it is stored under, made from what it holds; "" for none."""

    def given(self, value: File) -> str:
        return value.name or ""

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return same(file_mark(value))


class LanguageShape(Shape):
    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return in_both_languages(lambda: spoken.name_of(value))


class NamedShape(Shape):
    """Another row, by its slug or code in the list `among` of the document."""

    def __init__(self, among: str):
        self.among = among

    def columns(self, source: str) -> tuple[str, ...]:
        return (source.partition(".")[0],)

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        return {}

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return names.of(self.among, value)


class RowsShape(Shape):
    """Rows of a section of their own that stand inside this one; `told` prints one of them."""

    def __init__(self, section: "GivesRows", told: Callable[[Row, "Names"], Text]):
        self.section, self.told = section, told

    def columns(self, source: str) -> tuple[str, ...]:
        return ()

    def given(self, value: models.Manager) -> list[Row]:
        return [self.section.given(row) for row in value.all()]

    def restored(self, source: str, value: Any) -> dict[str, Any]:
        return {}

    def shown(self, value: Any, names: "Names", column: models.Field | None) -> Text:
        return listed([self.told(row, names) for row in value])


PLAIN, TEXT, HTML = Shape(), TextShape(), HtmlShape()
DAY, MOMENT, GUID = DayShape(), MomentShape(), GuidShape()
FILE, LANGUAGE = FileShape(), LanguageShape()


class Names:
    """What the rows of one document are called, for those that refer to them."""

    def __init__(self, document: Document):
        self.zone = ZoneInfo(document["conference"]["time_zone"])
        self.known = {
            among: {
                row[key]: Text(*row[name], zh_is_rendering=row.get(flag, False))
                for row in rows_of(document, among)
            }
            for among, key, name, flag in (
                ("rooms", "slug", "name", ""),
                ("tracks", "slug", "name", ""),
                ("people", "code", "name", "name_is_rendering"),
                ("sessions", "code", "title", "zh_is_rendering"),
            )
        }

    def of(self, among: str, code: str) -> Text:
        return self.known[among].get(code, same(code))


def same(text: str) -> Text:
    """What reads alike in both languages."""
    return Text(text, text)


def listed(texts: list[Text]) -> Text:
    """Several texts as one enumeration, in each language."""
    return Text(
        "、".join(text.marked_in("zh") for text in texts),
        ", ".join(text.marked_in("en") for text in texts),
    )


def file_mark(name: str) -> str:
    """'WebP 3f2a91c0': by what people tell two files apart, whose names are made from them."""
    kind = "PDF" if name.endswith(".pdf") else "WebP"
    return f"{kind} {name.rpartition('/')[2][:8]}" if name else ""
