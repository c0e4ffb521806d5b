"""Forms of the secretary's pages, as a browser sends them."""

from django.db.models.fields.files import FieldFile

from conference.people.models import Organization


def change(row):
    return f"/admin/alliance/{row._meta.model_name}/{row.pk}/change/"


def form_of(response, **changes):
    """The data that the page's form would send, with `changes`; files and buttons left out."""
    page = response.context["adminform"].form
    data = {}
    forms = [page, *(formset.formset.management_form for formset in inlines(response))]
    forms += [form for formset in inlines(response) for form in formset.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False or isinstance(value, FieldFile):
                continue
            data[bound.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    return {k: v for k, v in (data | changes).items() if v is not None}


def inlines(response):
    return response.context["inline_admin_formsets"]


def membership_data(alliance, organization, **changes):
    return {
        "alliance": alliance.pk,
        "organization": organization.pk,
        "status": "active",
        "position": "",
        "representatives-TOTAL_FORMS": "0",
        "representatives-INITIAL_FORMS": "0",
    } | changes


def add_membership(client, *args, **changes):
    return client.post("/admin/alliance/membership/add/", membership_data(*args, **changes))


def make_universities(count):
    return Organization.objects.bulk_create(
        Organization(name_en=f"University {n}") for n in range(count)
    )
