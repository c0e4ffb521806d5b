"""Running the demo's command, and all that it left."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command


def run_demo(*args):
    out = StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


def every_row():
    """{table: its rows} of the whole database, histories and logs included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "conference.Stamp":  # rises with every change, also undone ones
            found[model._meta.label] = sorted(map(repr, model.objects.values_list()))
    return found
