from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class LecternAdminSite(AdminSite):
    site_header = "Lectern"
    site_title = "Lectern"
    index_title = _("Overview")
