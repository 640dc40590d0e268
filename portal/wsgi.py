"""The door for gunicorn."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # before gunicorn forks: its workers share the views, and the first visitor does not wait for them
