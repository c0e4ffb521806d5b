from django.db import migrations

from conference.bilingual import in_its_language


def sides_of(note):
    """(zh, en): 'Chinese / English' in one field was the way to say both."""
    parts = [in_its_language(part) for part in note.split(" / ")]
    zh, en = [part.zh for part in parts if part.zh], [part.en for part in parts if part.en]
    if len(parts) == 2 and zh and en:
        return zh[0], en[0]
    whole = in_its_language(note)
    return whole.zh, whole.en


def move(apps, schema_editor):
    Release = apps.get_model("program", "Release")
    for release in Release.objects.exclude(note="").only("pk", "note"):
        release.note_zh, release.note_en = sides_of(release.note)
        release.save(update_fields=["note_zh", "note_en"])


def move_back(apps, schema_editor):
    Release = apps.get_model("program", "Release")
    for release in Release.objects.only("pk", "note_zh", "note_en"):
        both = filter(None, (release.note_zh, release.note_en))
        release.note = " / ".join(both)[:500]
        release.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [("program", "0007_add_notes_in_both_languages")]

    operations = [migrations.RunPython(move, move_back)]
