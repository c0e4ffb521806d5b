"""Asking for a list as a file, and reading it."""

import json

KEYS = {
    "sign-in": "no name organization title phone signed_in_at signature remarks",
    "attendance": "no name name_en organization title category phone status first_in last_out "
    "minutes arrival time_zone",
    "scans": "no scanned_at received_at checkpoint result reason number name organization station "
    "by method time_zone",
    "registrations": "number code name name_en organization title category phone email status "
    "source registered_at sessions time_zone",
}


def address(name, language="en", query=""):
    return f"/{language}/desk/spring/export/{name}{query}"


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def as_dicts(client, name, query=""):
    return json.loads(body(client.get(address(f"{name}.json", query=query))))["rows"]
