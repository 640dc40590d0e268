"""Lists of what a commune finished in a period read that period, not the whole history of the commune."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_filer")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["competent_unit", "finished_at"], name="dossier_finished_competent", condition=models.Q(finished_at__isnull=False)
            ),
        ),
    ]
