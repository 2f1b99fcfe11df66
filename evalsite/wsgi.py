"""Entry point for gunicorn: `gunicorn evalsite.wsgi`."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from evalsite.listening import Application, for_this_machine_alone, refusal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evalsite.settings")

if settings.DEVELOPMENT and (why := refusal()):
    raise ImproperlyConfigured(why)

application: Application = get_wsgi_application()
if settings.DEVELOPMENT:
    application = for_this_machine_alone(application)
