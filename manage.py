#!/usr/bin/env python
"""Django's command line for this site; in development mode unless DEVELOPMENT=off says otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evalsite.settings")
    os.environ.setdefault("DEVELOPMENT", "on")
    execute_from_command_line(sys.argv)
