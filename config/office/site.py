"""The admin site: who comes in where, its menu, and the pages beside those of models."""

import json

from django.contrib.admin import AdminSite
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from conference.acts.offering import as_an_act
from conference.forms import OFFERS
from conference.scoped_admin.one_at_a_time import note_what_is_shown
from conference.site_identity import site_name
from config.office.menu import by_work, models_open_to, with_pages
from config.office.what_next import tell_what_comes_next

# Pages for every account, also without any page of the admin: to say so, to leave, to change the
# password.
FOR_ALL = {"index", "logout", "password_change", "password_change_done"}


class SignInForm(AuthenticationForm):
    """Everyone signs in here, whatever they may do then; what one may see is asked later."""

    def clean_username(self):
        """Refuse here what is too long to be a name; the count of wrong tries could not hold it."""
        username = self.cleaned_data["username"]
        if len(username) > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return username


class LecternAdminSite(AdminSite):
    @property
    def site_header(self):
        return site_name()

    @property
    def site_title(self):
        return site_name()

    index_title = gettext_lazy("Overview")
    enable_nav_sidebar = False  # the menu is our own (templates/admin/_bar.html)
    login_form = SignInForm

    # --- Who may come in ----------------------------------------------------------------------

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def entered(request, *args, **kwargs):
            if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
                raise BadRequest  # Django would look for a field of no name
            if request.user.is_authenticated and not self.has_permission(request):
                if request.resolver_match.url_name not in FOR_ALL:
                    raise PermissionDenied
                return never_cache(view)(request, *args, **kwargs)
            if getattr(view, "opens_own_act", False):
                response = guarded(request, *args, **kwargs)
            else:
                response = as_an_act(guarded, request, *args, **kwargs)
            if request.user.is_authenticated:
                note_what_is_shown(request, response)
                tell_what_comes_next(request, response)
            return response

        return entered

    def get_urls(self):
        from conference.program.admin.importing import ImportPages
        from conference.program.admin.pages import ProgramPages
        from config.office.changes import ChangesPages
        from config.office.copying import CopyPages
        from config.office.moving_days import move_days_view
        from config.office.news_preview import news_preview_view
        from config.office.overview import still_open
        from config.office.steps import set_step_aside_view
        from config.office.texts.pages import TextPages

        own = [
            *ProgramPages(self, still_open).urls(),
            *ImportPages(self).urls(),
            *CopyPages(self).urls(),
            *TextPages(self).urls(),
            move_days_view(self),
            *ChangesPages(self).urls(),
            news_preview_view(self),
            set_step_aside_view(self),
        ]
        # Django's redirect from any row to its public page knows nothing of scopes.
        kept = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return own + kept

    # --- Landing --------------------------------------------------------------------------------

    def index(self, request, extra_context=None):
        """The organizer's overview; who has no page here lands at the desk, or is told so."""
        from config.office.beginning import begin_context
        from config.office.overview import desks_of, overview

        apps = self.get_app_list(request)
        if not self.has_permission(request) or not apps:
            desks = desks_of(request.user)
            if len(desks) == 1:
                return redirect(desks[0][1])
            return render(request, "registration/landing.html", {"desks": desks})
        page = overview(request, self)
        context = {
            "overview": page,
            "conference": page.conference,
            "app_list": with_pages(apps, request.user, page.conference),
            **(extra_context or {}),
        }
        if page.may_begin:
            context |= begin_context(request)
        return super().index(request, context)

    def login(self, request, extra_context=None):
        if request.method == "GET" and request.user.is_authenticated:
            # Signed in already: never ask again for what another account would need.
            return redirect("admin:index")
        context = {"title": _("Sign in"), **(extra_context or {})}
        return super().login(request, context)

    # --- The menu -------------------------------------------------------------------------------

    def get_app_list(self, request, app_label=None):
        """By the menu's groups; of one app as Django has it."""
        if app_label:
            return super().get_app_list(request, app_label)
        return by_work(models_open_to(request, self))

    def autocomplete_view(self, request):
        return LabelledAutocomplete.as_view(admin_site=self)(request)


class LabelledAutocomplete(AutocompleteJsonView):
    """Suggestions that tell two people of one name apart, and at their end what makes a new one."""

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        offers = getattr(self.model_admin, "offered_beside", None)
        if offers is None or OFFERS not in request.GET:
            return answer
        found = json.loads(answer.content)
        if not found["pagination"]["more"]:
            found["results"] += offers(request, self.term)
        return JsonResponse(found)

    def serialize_result(self, obj, to_field_name):
        found = super().serialize_result(obj, to_field_name)
        if label := getattr(self.model_admin, "autocomplete_label", None):
            found["text"] = label(obj)
        return found
