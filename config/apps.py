from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ConfigConfig(AppConfig):
    """The app without models: pages, commands and admin pieces that must see every side."""

    default = True
    name = "config"

    def ready(self):
        # A conference's home, and its preview, tell of what the program may not see.
        from conference.program.public import beside
        from config.public.pages import beside_home

        beside.HOME.join(beside_home)

        # What an article might say, too.
        from conference.news.drafts import DRAFT
        from config.office.news_draft import draft_of

        DRAFT.join(draft_of)

        # Nor what a handbook may print of the news, or which texts its papers lack.
        from conference.program.papers.gaps import GAPS
        from conference.program.papers.sources import NOTICES
        from config.office.notices import notices_of
        from config.office.texts.units import lacking

        NOTICES.join(notices_of)
        GAPS.join(lacking)


class LecternAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "config.office.site.LecternAdminSite"

    def ready(self):
        super().ready()
        from config.office.accounts import replace_stock_pages

        replace_stock_pages()
