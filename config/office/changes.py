"""Taking an act back by the button of its message."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, path, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from conference.acts.images import models_of
from conference.acts.offering import offer
from conference.acts.reading import acts_seen_by, told
from conference.acts.refusal import UndoRefused
from conference.acts.undoing import take_back
from conference.ids import possible_id


class ChangesPages:
    """Views of one admin site; `urls()` goes before the site's own."""

    def __init__(self, site):
        self.site = site

    def urls(self):
        return [
            path("changes/<slug:name>/undo/", self.site.admin_view(undo_view), name="undo"),
        ]


def undo_view(request, name):
    """POST takes the act back and leads to where one was; 404 for what one may not read of, 403
    without the right to change its rows.
    """
    taken = get_object_or_404(acts_seen_by(request.user).select_related("by"), name=name)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    said_before = len(messages.get_messages(request))
    try:
        undo = take_back(taken, by=request.user)
    except UndoRefused as refusal:
        if refusal.code == "rights":
            raise PermissionDenied from None
        messages.error(request, refusal.message)
    else:
        text = _("Done again: %(what)s.") if taken.undoes_id else _("Taken back: %(what)s.")
        messages.success(request, text % {"what": told(undo)})
        offer(request, undo, said_before=said_before)
    return HttpResponseRedirect(where_one_was(request, taken))


undo_view.opens_own_act = True


def where_one_was(request, taken) -> str:
    """The page with the button; the list of a row whose page is gone with it."""
    back = request.POST.get("next", "")
    own = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, own, require_https=request.is_secure()):
        return reverse("admin:index")
    try:
        match = resolve(back.partition("?")[0])
    except Resolver404:
        return reverse("admin:index")
    pk = possible_id(match.kwargs.get("object_id", ""))
    for model in models_of(taken) if pk is not None else ():
        base = f"{model._meta.app_label}_{model._meta.model_name}"
        of_row = (match.url_name or "").startswith(f"{base}_")
        if of_row and not model._base_manager.filter(pk=pk).exists():
            return reverse(f"admin:{base}_changelist")
    return back
