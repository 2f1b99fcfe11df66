"""How often one person may ask for what is costly to answer (SECURITY row 26)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evalsite.accounts.models import CostlyAction, User

WINDOW = timedelta(hours=1)


@transaction.atomic
def is_granted(user: User, kind: str, most: int) -> bool:
    """Count one costly action of this kind, unless the person has had `most` of them within WINDOW.

    The person's row is locked: requests at the same moment are counted one after the other. Rows older than the
    window go at the same time, so the table stays small.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = CostlyAction.objects.filter(user=user, kind=kind)
    mine.filter(at__lt=timezone.now() - WINDOW).delete()
    if mine.count() >= most:
        return False
    CostlyAction.objects.create(user=user, kind=kind)
    return True
