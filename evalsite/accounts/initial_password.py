"""Initial passwords: drawn by the machine, told once, and good for one sign-in only."""

import secrets

from evalsite.accounts.lockout import unlock
from evalsite.accounts.models import User

_LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without those that look alike on paper
_DIGITS = "23456789"
GROUPS = 4
GROUP_LENGTH = 4


def draw_initial_password() -> str:
    """Sixteen characters of small letters, capitals and digits in groups: some 75 bits, easy to copy by hand."""
    while True:
        alphabet = _LETTERS + _LETTERS.upper() + _DIGITS
        text = "".join(secrets.choice(alphabet) for _ in range(GROUPS * GROUP_LENGTH))
        if any(c.islower() for c in text) and any(c.isupper() for c in text) and any(c.isdigit() for c in text):
            return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))


def give_initial_password(user: User) -> str:
    """Replace the password of an account, which ends its sessions and its locks; gives the new one, stored nowhere."""
    password = draw_initial_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    unlock(user)
    return password
