"""Keep a keyed digest of what a reply form said, so that a corrected one is told from the same.

Replies of before hold none: such a form gets its first answer, whatever it says.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendance", "0015_say_which_scan_is_taken_back")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="reply_digest",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
            preserve_default=False,
        ),
    ]
