"""Columns for money and other figures, and the memory of how a figure was written."""

from decimal import Decimal
from typing import Any

from django.db import models


def money_field(label: str, **options: Any) -> models.DecimalField:
    """An amount in 元 with two decimals; NULL means "not stated"."""
    return models.DecimalField(label, max_digits=15, decimal_places=2, null=True, blank=True, **options)


def figure_field(label: str, **options: Any) -> models.DecimalField:
    """A rate in percent, a weight or a score in points, as stated; NULL means "not stated"."""
    return models.DecimalField(label, max_digits=14, decimal_places=8, null=True, blank=True, **options)


def count_field(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class FiguresAsWritten(models.Model):
    """A row whose figures may have been written otherwise than they are stored.

    `written` holds, by field name, "0.00" for 0 or "7,00.0,77" for what nobody can read: a paper's figure is kept as
    it stands and reported, never guessed. An entry counts only while it still belongs to the stored value.
    """

    written = models.JSONField("原样数字", default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


def not_negative(*fields: str) -> models.Q:
    """NULL or at least 0, for every named column."""
    condition = models.Q()
    for name in fields:
        condition &= models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": Decimal(0)})
    return condition
