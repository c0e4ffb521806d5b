"""Let people with a compound surname, and by their aliases, be found by all their initials; sort those
whose compound surname was not known until now by the whole of it.
"""

from django.db import migrations

from conference.folding import fold
from conference.people import pinyin


def sort_name_before(name):
    """What filled an empty sort name while a compound surname was not known."""
    parts = pinyin.syllables(fold(name))
    parts[:1] = [pinyin.SURNAMES.get(name[:1], parts[0])]
    return " ".join([parts[0], "".join(parts[1:])])[:200]


def fill(apps, schema_editor):
    people = apps.get_model("people", "Person").objects.using(schema_editor.connection.alias)
    changed = []
    for row in people.iterator(500):
        is_compound = bool(pinyin.compound_surname(row.name_zh))
        if not (is_compound or pinyin.has_chinese(row.aliases)):
            continue
        names = (row.name_zh, row.family_name_en, row.given_name_en)
        if is_compound and row.sort_name == sort_name_before(row.name_zh):
            row.sort_name = pinyin.sort_name(*names)[:200]
        given_first = f"{row.given_name_en} {row.family_name_en}".strip()
        family_first = f"{row.family_name_en} {row.given_name_en}".strip()
        spellings = [given_first, family_first]
        spellings += [spelling.replace(" ", "") for spelling in spellings]
        if not pinyin.has_chinese(row.name_zh):
            spellings.append(row.name_zh)
        row.search = pinyin.search_text(
            *spellings, row.sort_name, names=(row.name_zh, *row.aliases.splitlines())
        )
        changed.append(row)
    people.bulk_update(changed, ["sort_name", "search"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_hold_columns_to_their_choices")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
