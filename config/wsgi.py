import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()

from config.public.errors import with_readable_body_type  # noqa: E402  the apps are ready only now

application = with_readable_body_type(django_application)
