"""A site of one public page behind the page cache."""

from django.http import HttpResponse
from django.test import RequestFactory

from conference import stamps
from conference.models import Stamp
from conference.page_cache import PageCacheMiddleware, public_page

BODY = "页面 <page>" * 600


class Site:
    """A site of one public page that counts how often it was drawn; `draw` may be replaced."""

    def __init__(self):
        self.drawn = []
        view = public_page(lambda slug: [f"conference:{slug}"])(self._view)
        self.middleware = PageCacheMiddleware(lambda r: view(r, slug=r.GET.get("slug", "a")))

    def _view(self, request, slug):
        self.drawn.append(slug)
        return self.draw(request)

    def draw(self, request):
        return HttpResponse(BODY)

    def __call__(self, slug="a", *, method="get", path="/en/page/", **headers):
        request = getattr(RequestFactory(), method)(path, {"slug": slug}, headers=headers)
        return self.middleware(request)


def deployed(at):
    Stamp.objects.update_or_create(
        scope=stamps.code_scope(), defaults={"value": 1, "raised_at": at}
    )
    stamps.forget()
