"""News in the admin: editors and organizers write it, viewers read it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.bilingual import gaps
from conference.filters import GapsFilter
from conference.news.models import Article


@admin.register(Article)
class ArticleAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
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

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, row):
        return row.title

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return not gaps(row)

    def is_on_site(self, obj):
        return obj.is_on_show()
