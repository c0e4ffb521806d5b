"""News in the admin: editors and organizers write it, viewers read it."""

import re

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.bilingual import gaps
from conference.filters import GapsFilter
from conference.forms import ScopedModelForm
from conference.news.models import Article
from conference.short_address import short_address


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


@admin.register(Article)
class ArticleAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    form = ArticleForm
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

    def get_changeform_initial_data(self, request):
        today = timezone.localdate(timezone=self.zone_of(request, None))
        return {"published_on": today} | super().get_changeform_initial_data(request)

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, row):
        return row.title

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return not gaps(row)

    def is_on_site(self, obj):
        return obj.is_on_show()
