"""`python -m tests.corpus`: recall and precision of the check-up by code, by style and by kind of file."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.corpus.measure import complaints, corpus, outcome, table  # noqa: E402 - the settings come first

outcomes = [outcome(case) for case in corpus()]
sys.stdout.write(table(outcomes) + "\n")
if "--why" in sys.argv:
    sys.stdout.write("\n" + complaints(outcomes) + "\n")
