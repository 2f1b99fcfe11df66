"""The site's own settings in development mode, with what makes tests quick. The database stays a real one."""

import os

os.environ.setdefault("DEVELOPMENT", "on")

from evalsite.settings import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False  # tests of the lockout switch it on
