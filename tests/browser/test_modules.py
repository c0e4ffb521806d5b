"""Scripts as a browser runs them: no global of ours, and no module is missing without a network."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_room, make_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="what scripts do in a browser"),
]

SCHEDULE = "/en/conferences/here/schedule/"
OWN_NAMES = "Object.keys(window).sort()"


@pytest.fixture
def conference():
    conference = make_conference(slug="here")
    make_session(conference, "09:00", room=make_room(conference, slug="hall"), title_en="First")
    publish(conference)
    return conference


def test_the_pages_scripts_leave_nothing_on_the_window(open_page, conference):
    bare = open_page("/static/img/lectern.svg").evaluate(OWN_NAMES)

    page = open_page(SCHEDULE)
    page.locator(".star-button").first.wait_for()
    assert page.evaluate(OWN_NAMES) == bare
    page = open_page("/en/display/here/hall/")
    page.wait_for_function("() => document.querySelector('[data-clock]').textContent")
    assert page.evaluate(OWN_NAMES) == bare


def test_without_a_network_a_module_comes_to_the_one_that_imports_it(open_page, conference):
    """Browsers that do not know `modulepreload` ask for it then, and name the importing script."""
    page = open_page(SCHEDULE, service_workers="allow")
    page.locator("body[data-kept]").wait_for(state="attached")
    page.context.set_offline(True)

    found = page.evaluate(
        """async () => {
            const referrer = "/static/js/program/main.js";
            const answer = await fetch("/static/js/program/page.js", { referrer });
            return (await answer.text()).includes("export");
        }"""
    )

    assert found
