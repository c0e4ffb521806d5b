"""News in the admin: editors and organizers write it, viewers read it."""

import re
from pathlib import PurePath

from adminsortable2.admin import SortableAdminBase, SortableStackedInline
from django.contrib import admin, messages
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.bilingual import Text, gaps
from conference.filters import GapsFilter
from conference.forms import ScopedModelForm
from conference.news.drafts import DRAFT
from conference.news.models import Article, ArticlePicture, Attachment
from conference.parts import Parts
from conference.short_address import short_address
from conference.wording.labels import listed

DRAFT_PRESSED = "_draft"
DRAFTED = ("title_zh", "title_en", "lead_zh", "lead_en", "body_zh", "body_en")


class ArticleForm(ScopedModelForm):
    """An article's short address is made from its English title, else from its day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the English title or the date.")

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            cleaned["slug"] = self.free_slug(cleaned)
        return cleaned

    def free_slug(self, cleaned):
        rows = Article.objects.filter(conference=self.instance.conference_id)
        taken = rows.exclude(pk=self.instance.pk).values_list("slug", flat=True)
        title, day = cleaned.get("title_en", ""), str(cleaned.get("published_on") or "")
        words = [title] if re.search("[A-Za-z0-9]", title) else [day]
        return short_address(words, taken=set(taken), otherwise="news", longest=60)


class ArticlePictureInline(ConferenceScopedInline, SortableStackedInline):
    model = ArticlePicture
    fields = ("image", ("caption_zh", "caption_en"))
    verbose_name_plural = _("more pictures, below the text")


class PicturesOfArticle(Parts):
    """The pictures in the history of an article. A kept file stays, so that they come back."""

    model, owner = ArticlePicture, "article"
    one = _("Picture")
    order = _("Order of the pictures")
    columns = ("image", "caption_zh", "caption_en")

    def key(self, part):
        return part.id

    def told(self, part):
        # A kept file is named by what it holds; the first letters tell two apart.
        name = PurePath(str(part.image)).name[:8]
        return " · ".join(filter(None, (Text(part.caption_zh, part.caption_en).both, name)))

    def possible(self, part):
        return part if default_storage.exists(str(part.image)) else None


@admin.register(Attachment)
class AttachmentAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    fields = (("title_zh", "title_en"), "file", "article", "is_public", "position")
    list_display = ("title", "place", "seen", "kind_and_size", "position")
    list_display_links = ("title",)
    list_filter = ("is_public", GapsFilter)
    list_per_page = 50
    list_select_related = ("article__conference", "conference")
    search_fields = ("title_zh", "title_en")
    ordering = ("-conference__starts_on", "conference", "position", "pk")

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, row):
        return row.title

    @admin.display(description=_("shown"))
    def place(self, row):
        return row.article or _("on the conference's page")

    @admin.display(description=_("public"))
    def seen(self, row):
        if row.is_on_show():
            return _("public now")
        if not row.is_public:
            return _("not public")
        return _("with the article") if row.article else _("with the first publish")

    @admin.display(description=_("file"))
    def kind_and_size(self, row):
        return f"{row.ending.upper()} · {filesizeformat(row.size)}"


@admin.register(Article)
class ArticleAdmin(ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    form = ArticleForm
    inlines = (ArticlePictureInline,)
    history_parts = (PicturesOfArticle,)
    list_display = ("title", "published_on", "is_public", "is_complete")
    list_display_links = ("title",)
    list_filter = ("is_public", GapsFilter)
    date_hierarchy = "published_on"
    search_fields = ("title_zh", "title_en", "lead_zh", "lead_en", "slug")
    prepopulated_fields = {"slug": ("title_en",)}
    list_per_page = 50
    fieldsets = (
        (None, {"fields": (("title_zh", "title_en"), "slug", ("published_on", "is_public"))}),
        (_("Text"), {"fields": (("lead_zh", "lead_en"), ("body_zh", "body_en"))}),
        (_("Picture"), {"fields": ("image", ("image_caption_zh", "image_caption_en"))}),
        (_("Who and where from"), {"fields": (("written_by", "edited_by"), "source")}),
    )

    def get_prepopulated_fields(self, request, obj=None):
        # Django asks for them also where the fields are only shown.
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def add_view(self, request, form_url="", extra_context=None):
        """Pressed in the form, the draft fills in what is empty; what was typed stays."""
        if request.method == "POST" and DRAFT_PRESSED in request.POST:
            request.typed = {name: text for name, text in request.POST.items() if text.strip()}
            if any(request.FILES.values()):
                messages.warning(request, _("Choose the pictures again: nothing was saved yet."))
            request.method = "GET"  # the form anew, as an address would ask for it
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        typed = getattr(request, "typed", {})
        today = timezone.localdate(timezone=self.zone_of(request, None))
        initial = {"published_on": today} | super().get_changeform_initial_data(request)
        conference = self.form_conference(request)
        asked = typed or request.GET.get("draft") == "program"
        for draft in DRAFT.ask(conference, request.user) if asked and conference else ():
            initial |= draft
        kept = {name: typed[name] for name in DRAFTED if name in typed}
        if kept:
            told = _("What you had written stays: %(fields)s. The draft fills in the rest.")
            fields = listed(Article._meta.get_field(name).verbose_name for name in kept)
            messages.info(request, told % {"fields": fields})
        return initial | ({"is_public": "is_public" in typed} | typed if typed else {})

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, row):
        return row.title

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return not gaps(row)

    def is_on_site(self, obj):
        return obj.is_on_show()
