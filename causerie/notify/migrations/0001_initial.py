import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("timezone", models.CharField(default="Europe/Paris", max_length=40)),
                ("quiet_from", models.PositiveSmallIntegerField(default=21)),
                ("quiet_to", models.PositiveSmallIntegerField(default=8)),
                ("weekly_cap", models.PositiveSmallIntegerField(default=3)),
                ("stopped", models.JSONField(default=list)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "email"), name="one_contact_a_brand")],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=20)),
                ("given", models.BooleanField()),
                ("how", models.CharField(max_length=20)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("contact", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="notify.contact")),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("created_at", models.BigIntegerField()),
                ("due_at", models.BigIntegerField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.BigIntegerField(null=True)),
                ("kind", models.CharField(default="service", max_length=20)),
                ("declined", models.CharField(blank=True, max_length=12)),
                ("brand", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("sent_at__isnull", True)), fields=["due_at"], name="mail_due")],
            },
        ),
    ]
