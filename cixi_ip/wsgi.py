"""The WSGI entry point served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_ip.settings")
application = get_wsgi_application()
# All pages are loaded when the server starts, rather than by the first who asks for one.
get_resolver().url_patterns  # noqa: B018 - reading it loads them
