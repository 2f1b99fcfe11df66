"""XFJ.TB and xfj.tb become one spelling; where both were made, the one with capitals gets a number behind its name."""

import itertools
import sys
import unicodedata

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Lower


def spelled(username: str) -> str:
    return unicodedata.normalize("NFKC", username).lower()


def spell_once(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    users = apps.get_model("accounts", "User").objects.order_by("pk")
    taken = {user.username for user in users if user.username == spelled(user.username)}
    for user in users.exclude(username__in=taken):
        name = spelled(user.username)
        numbered = (f"{name[:36]}-{number}" for number in itertools.count(2))
        free = name if name not in taken else next(each for each in numbered if each not in taken)
        taken.add(free)
        if free != name:
            sys.stdout.write(
                f"\n  账号 {user.username}（{user.full_name}）与已有账号只有大小写或全半角不同，改为 {free}"
            )
        users.filter(pk=user.pk).update(username=free)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_costlyaction")]

    operations = [
        migrations.RunPython(spell_once, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("username", Lower("username"))),
                name="accounts_user_username_small",
                violation_error_message="账号一律用小写字母。",
            ),
        ),
    ]
