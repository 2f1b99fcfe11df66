"""Entry point for gunicorn: `gunicorn evalsite.wsgi`."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from evalsite.listening import REFUSAL, is_open_to_others, listening_addresses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evalsite.settings")

if settings.DEVELOPMENT and (outside := [each for each in listening_addresses() if is_open_to_others(each)]):
    raise ImproperlyConfigured(REFUSAL.format("、".join(outside)))

application = get_wsgi_application()
