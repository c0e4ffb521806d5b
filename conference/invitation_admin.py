"""Invitations in the admin: issue one, show its link once, take it back. For any owner."""

from django.contrib import admin
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.added_once import form_id_of
from conference.codes import link_token, link_token_of, token_hash
from conference.invitations import link_of, mail_is_configured, send
from conference.qr import qr_svg


class InvitationAdmin:
    """Mixin, first of all: `class X(InvitationAdmin, ConferenceScopedAdmin, ModelAdmin)`."""

    list_display = ("email", "offered", "state", "created_at", "expires_at", "invited_by")
    list_display_links = None
    list_select_related = ("invited_by", "accepted_by")
    ordering = ("-created_at",)
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # An accepted one is a record of who let whom in.
        accepted = obj is not None and obj.accepted_at is not None
        return not accepted and super().has_delete_permission(request, obj)

    def get_list_display(self, request):
        return [*super().get_list_display(request), "revoke"]

    def save_model(self, request, obj, form, change):
        values = {field.name: getattr(obj, field.name) for field in self.offer_fields(obj)}
        # The same of a form that is sent again: by a double click, or after Back.
        token = self.token_of(request)
        before = type(obj)._default_manager.filter(token_hash=token_hash(token)).first()
        if before and any(getattr(before, name) != value for name, value in values.items()):
            token, before = link_token(), None
        issued = before or type(obj).issue(by=request.user, token=token, **values)[0]
        request.invitation_token, request.is_new_invitation = token, before is None
        obj.__dict__.update(issued.__dict__)

    def token_of(self, request) -> str:
        added, _says_the_same = self.added_by(request)
        if added and not self.model._default_manager.filter(pk=added).exists():
            return link_token()  # it was revoked: that link works never again
        return link_token_of(f"{request.user.pk}:{form_id_of(request)}")

    def answer_again(self, request, row, address, link):
        """Its page once more, with the link that it has shown before."""
        request.invitation_token, request.is_new_invitation = self.token_of(request), False
        return self.response_add(request, row)

    def log_addition(self, request, obj, message):
        return super().log_addition(request, obj, message) if request.is_new_invitation else None

    @staticmethod
    def offer_fields(obj):
        """What the form chose: everything but what `issue` fills in."""
        own = {"token_hash", "invited_by", "created_at", "expires_at", "accepted_by", "accepted_at"}
        return [f for f in obj._meta.concrete_fields if f.name not in own and not f.primary_key]

    def response_add(self, request, obj, post_url_continue=None):
        self.remember_added(request, obj.pk)
        token = request.invitation_token
        outcome = {"asked": mail_is_configured(), "sent": False}

        def mail_it():
            outcome["sent"] = send(obj, token)

        if outcome["asked"] and request.is_new_invitation:
            transaction.on_commit(mail_it)
        outcome["sent"] = outcome["asked"] and not request.is_new_invitation
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invitation"),
            "opts": self.opts,
            "invitation": obj,
            "link": link_of(token),
            "qr": mark_safe(qr_svg(link_of(token), light="#fff", svgclass="qr")),
            "outcome": outcome,
        }
        response = TemplateResponse(request, "admin/invitation_issued.html", context)
        response["Cache-Control"] = "no-store, private"
        return response

    @admin.display(description=gettext_lazy("offers"))
    def offered(self, row):
        return row.offer

    @admin.display(description=gettext_lazy("state"))
    def state(self, row):
        if row.accepted_at:
            text = _("accepted by %(name)s") % {"name": row.accepted_by or "?"}
            return format_html('<span class="tag tag-good">{}</span>', text)
        if timezone.now() >= row.expires_at:
            return format_html('<span class="tag tag-off">{}</span>', _("expired"))
        return format_html('<span class="tag">{}</span>', _("open"))

    @admin.display(description=gettext_lazy("revoke"))
    def revoke(self, row):
        if row.accepted_at:
            return ""
        return format_html('<a href="{}/delete/">{}</a>', row.pk, _("Revoke"))
