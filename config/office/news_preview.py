"""An article as it will look, for the team, before it is public.

News do not see the program, whose frame their pages stand in; so the two meet here.
"""

from django.conf import settings
from django.http import Http404
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_safe

from conference.news.models import Article
from conference.news.views import render_article
from conference.program.admin.pages import draft_of, for_the_team
from conference.program.release.addresses import place_of


def news_preview_view(site):
    """The address of the page, below that of the draft's preview."""

    @require_safe
    def view(request, conference_id, language, article_id):
        """404 outside the user's scope, 403 inside it without the right to see news."""
        article = site.get_model_admin(Article).get_object(request, str(article_id))
        if article.conference_id != conference_id or language not in dict(settings.LANGUAGES):
            raise Http404
        program, urls = draft_of(article.conference)
        with translation.override(language):
            frame = place_of(program, urls)
            return for_the_team(render_article(request, article, preview=frame))

    return path(
        "program/preview/<int:conference_id>/<str:language>/news/<int:article_id>/",
        site.admin_view(view),
        name="news_preview",
    )
