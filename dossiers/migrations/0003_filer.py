"""Somebody files for another person: who that is while the draft is written, and what he is to the applicant."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0002_append_only_and_hash'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossierparty',
            name='relation',
            field=models.CharField(blank=True, choices=[('child', 'Con'), ('parent', 'Cha, mẹ'), ('spouse', 'Vợ, chồng'), ('relative', 'Người thân khác'), ('guardian', 'Người giám hộ'), ('authorised', 'Người được ủy quyền')], db_default='', default='', max_length=12, verbose_name='quan hệ với chủ hồ sơ'),
        ),
        migrations.AddField(
            model_name='draft',
            name='filer_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name='dossierparty',
            name='role',
            field=models.CharField(choices=[('applicant', 'Chủ hồ sơ'), ('filer', 'Người nộp thay'), ('representative', 'Người đại diện')], db_collation='C', max_length=16, verbose_name='vai trò'),
        ),
    ]
