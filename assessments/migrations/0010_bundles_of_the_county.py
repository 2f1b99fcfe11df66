from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_the_departments(apps: Any, _schema_editor: Any) -> None:
    """Bundles that were ordered before this are of the departments whose documents they hold."""
    ordered = apps.get_model("assessments", "Bundle").assessments.through
    held = apps.get_model("assessments", "BundledDocument").objects.values_list("bundle_id", "assessment_id")
    ordered.objects.bulk_create(
        ordered(bundle_id=bundle, assessment_id=assessment) for bundle, assessment in held.order_by().distinct()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0009_rectification_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="bundle",
            name="assessments",
            field=models.ManyToManyField(related_name="+", to="assessments.assessment", verbose_name="部门自评"),
        ),
        migrations.AlterField(
            model_name="bundleddocument",
            name="assessment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assessment__isnull", True), ("position", 0)),
                    models.Q(("assessment__isnull", False), ("position__gt", 0)),
                    _connector="OR",
                ),
                name="bundled_document_of_all_iff_in_front",
                violation_error_message="全县文书排在最前，部门文书须属于一个部门。",
            ),
        ),
        migrations.RunPython(name_the_departments, migrations.RunPython.noop, elidable=True),
    ]
