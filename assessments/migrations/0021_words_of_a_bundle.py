from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0020_fill_first_reply")]

    operations = [
        migrations.AlterConstraint(
            model_name="bundle",
            name="ready_bundle_has_a_file",
            constraint=models.CheckConstraint(
                condition=~models.Q(state="ready")
                | (~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__isnull=False)),
                name="ready_bundle_has_a_file",
                violation_error_message="打包任务已完成，但没有文件。",
            ),
        ),
    ]
