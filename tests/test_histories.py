"""Whatever can be changed in the admin keeps who changed it, when, from what and to what."""

from django.contrib import admin
from simple_history.utils import get_history_manager_for_model

# {model: why it keeps none}
WITHOUT = {
    "auth.User": "names and addresses of accounts are their owners'; Django's log tells of saves",
    "attendance.CheckIn": "is a log itself: never changed, never deleted",
    "attendance.ExportLog": "is a log itself: never changed, never deleted",
    "program.Release": "is a version itself; who published when stands in it",
    "conference.TeamInvitation": "is made and revoked, both with time and account in the row",
    "alliance.SecretaryInvitation": "is made and revoked, both with time and account in the row",
}


def edited_models():
    for model_admin in admin.site._registry.values():
        yield model_admin.model
        yield from (inline.model for inline in model_admin.inlines)


def keeps_history(model):
    return hasattr(model._meta, "simple_history_manager_attribute")


def test_every_model_of_the_admin_keeps_history_or_says_why_not():
    bare = {model._meta.label for model in edited_models() if not keeps_history(model)}

    assert bare == set(WITHOUT)


def test_every_kept_history_has_a_page_in_the_admin_or_stands_on_its_owner_s():
    kept = {model for model in edited_models() if keeps_history(model)}
    shown = {
        model_admin.model
        for model_admin in admin.site._registry.values()
        if hasattr(model_admin, "history_form_view")
    }
    beside = {
        inline.model
        for model_admin in admin.site._registry.values()
        for inline in model_admin.inlines
        if model_admin.model in shown
    }

    assert kept <= shown | beside
    assert all(get_history_manager_for_model(model) is not None for model in kept)
