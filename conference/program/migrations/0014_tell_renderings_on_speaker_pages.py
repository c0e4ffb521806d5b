from django.db import migrations, models


def tell(apps, schema_editor):
    """Titles that are ours by the current release of their conference."""
    Release = apps.get_model("program", "Release")
    PublishedRole = apps.get_model("program", "PublishedRole")
    for conference in (
        PublishedRole.objects.order_by().values_list("conference", flat=True).distinct()
    ):
        standing = Release.objects.filter(conference=conference, withdrawn_at=None)
        release = standing.order_by("-number").first()
        rows = release.document["sessions"] if release else ()
        codes = [row["code"] for row in rows if row.get("zh_is_rendering")]
        PublishedRole.objects.filter(conference=conference, session_code__in=codes).update(
            session_title_is_rendering=True
        )


class Migration(migrations.Migration):
    dependencies = [("program", "0013_let_sessions_be_held_in_any_language")]

    operations = [
        migrations.AddField(
            model_name="publishedrole",
            name="session_title_is_rendering",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
