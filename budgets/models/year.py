from django.db import models


class FiscalYear(models.Model):
    """A budget year (预算年度)."""

    year = models.PositiveSmallIntegerField("年度", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算年度"
        ordering = ("-year",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2100),
                name="fiscal_year_in_range",
                violation_error_message="年度应在 2000 至 2100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度"
