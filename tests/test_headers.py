"""Every address of the site keeps the policy, and what is somebody's own stays out of caches.

Here for those who are not signed in; tests/test_permission_matrix.py asks it of every account.
"""

import pytest
from django.test import Client

from tests.factories import make_user
from tests.headers import PUBLIC, breaches
from tests.hostile import every_address

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="no header comes from the database"),
    pytest.mark.usefixtures("plain_prints"),
]

# What a good value of each name does not open, by name or address, and why.
CLOSED = {
    **dict.fromkeys(("public_image", "smaller_image", "public_document"), "of no file"),
    **dict.fromkeys(("oembed", "my_ics"), "asks for what stands behind the question mark"),
    "file": "not made yet",
    "": "nothing is there",
    **dict.fromkeys(("people_organization_merge", "people_person_merge"), "of no two rows"),
}


@pytest.fixture
def world(shared_world):
    return shared_world


def test_every_answer_keeps_the_policy_and_what_is_ones_own_out_of_caches(world):
    client = Client()
    wrong, missed, addresses = [], [], every_address()

    for address in addresses:
        path = address.at(world)
        response = client.get(path)
        if response.status_code in (400, 404) and address.name not in CLOSED:
            missed.append(path)
        if response.streaming:
            _ = b"".join(response)  # its end closes the file
        wrong += [(path, response.status_code, breach) for breach in breaches(path, response)]

    assert len(addresses) > 150
    assert wrong == []
    # A page that the world has no row for would be walked by nobody.
    client.force_login(make_user(is_superuser=True))
    assert [path for path in missed if client.get(path).status_code in (400, 404)] == []


def test_public_pages_are_the_same_for_everybody(world):
    organizer = Client()
    organizer.force_login(world.organizer)
    paths = [address.at(world) for address in every_address()]
    shown = {path: Client().get(path) for path in paths}
    for answer in shown.values():
        answer.getvalue()  # a file is closed when it is read
    public = {path: r for path, r in shown.items() if r.get("Cache-Control") == PUBLIC}

    assert len(public) > 20
    for path, response in public.items():
        again = organizer.get(path, headers={"accept-language": "zh-CN", "host": "localhost"})
        assert again.content == response.content, path
        assert b"localhost" not in again.content


def test_links_that_open_something_tell_no_other_site(world):
    secrets = {"r": "token", "u": "unit", "i": "guest", "invitations": "invitation"}
    for path in (f"/en/{start}/{world.good[name]}/" for start, name in secrets.items()):
        response = Client().get(path)

        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
