import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zone", models.CharField(default="Europe/Paris", max_length=40, verbose_name="Time zone")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="Currency")),
                (
                    "month_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("151.67"),
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("1")),
                            django.core.validators.MaxValueValidator(Decimal("744")),
                        ],
                        verbose_name="Working hours of one full-time job a month",
                    ),
                ),
                (
                    "job_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="Loaded cost of that job a month",
                    ),
                ),
                (
                    "rewards_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="Rewards a month",
                    ),
                ),
                (
                    "gifts_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="Gifts and attentions a month",
                    ),
                ),
                (
                    "software_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="Software and hosting a month",
                    ),
                ),
                (
                    "manager_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Hours that managers spend on it a month",
                    ),
                ),
                (
                    "manager_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="Loaded cost of one such hour",
                    ),
                ),
                (
                    "mailed",
                    models.BooleanField(default=True, verbose_name="Mail the report on the first of each month to the brand's team"),
                ),
                ("brand", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("conversation", models.BigIntegerField(primary_key=True, serialize=False)),
                ("approved_at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="Willing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("called_at", models.BigIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "member",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="willing", to="people.membership"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.IntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("step", models.PositiveSmallIntegerField()),
                ("count", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "kind", "day"], name="step_by_day")],
                "constraints": [models.UniqueConstraint(fields=("site", "day", "kind", "step"), name="one_row_a_step")],
            },
        ),
        migrations.CreateModel(
            name="Habit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member", models.BigIntegerField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("taken", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "slot"], name="habit_by_slot")],
                "constraints": [models.UniqueConstraint(fields=("site", "member", "slot"), name="one_row_a_habit")],
            },
        ),
        migrations.CreateModel(
            name="Helped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("replied", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "day"], name="helped_by_day")],
                "constraints": [models.UniqueConstraint(fields=("site", "member", "day"), name="one_row_a_helper")],
            },
        ),
        migrations.CreateModel(
            name="Hour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.IntegerField()),
                ("day", models.IntegerField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("asked", models.IntegerField(default=0)),
                ("taken", models.IntegerField(default=0)),
                ("replied", models.IntegerField(default=0)),
                ("left", models.IntegerField(default=0)),
                ("thanked", models.IntegerField(default=0)),
                ("rated", models.IntegerField(default=0)),
                ("stars", models.IntegerField(default=0)),
                ("pleased", models.IntegerField(default=0)),
                ("again", models.IntegerField(default=0)),
                ("ended", models.IntegerField(default=0)),
                ("lasted", models.BigIntegerField(default=0)),
                ("handed", models.IntegerField(default=0)),
                ("reported", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "day"], name="hour_by_day")],
                "constraints": [models.UniqueConstraint(fields=("site", "hour"), name="one_row_an_hour")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.IntegerField()),
                ("day", models.IntegerField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("looks", models.IntegerField(default=0)),
                ("quorum", models.IntegerField(default=0)),
                ("opened", models.IntegerField(default=0)),
                ("free", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "day"], name="presence_by_day")],
                "constraints": [models.UniqueConstraint(fields=("site", "quarter"), name="one_row_a_quarter")],
            },
        ),
        migrations.CreateModel(
            name="Sale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("hour", models.IntegerField()),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("site", "digest"), name="sold_once")],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("asked_at", models.BigIntegerField()),
                ("hour", models.IntegerField()),
                ("day", models.IntegerField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=5)),
                ("topic", models.BigIntegerField(null=True)),
                ("page", models.CharField(blank=True, max_length=120)),
                ("again", models.BooleanField(default=False)),
                ("member", models.BigIntegerField(null=True)),
                ("taken", models.BooleanField(default=False)),
                ("replied", models.BigIntegerField(null=True)),
                ("ended", models.BooleanField(default=False)),
                ("lasted", models.BigIntegerField(null=True)),
                ("thanked", models.BooleanField(default=False)),
                ("stars", models.PositiveSmallIntegerField(null=True)),
                ("words", models.BooleanField(default=False)),
                ("handed", models.BooleanField(default=False)),
                ("reported", models.BooleanField(default=False)),
                (
                    "brand",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand"),
                ),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.site")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brand", "asked_at"], name="talk_by_time"),
                    models.Index(condition=models.Q(("words", True)), fields=["brand", "asked_at"], name="talk_with_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.IntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=120)),
                ("asked", models.IntegerField(default=0)),
                ("replied", models.IntegerField(default=0)),
                ("thanked", models.IntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "kind", "day"], name="tally_by_day")],
                "constraints": [models.UniqueConstraint(fields=("site", "day", "kind", "key"), name="one_row_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.IntegerField()),
                ("off", models.BooleanField()),
                ("views", models.IntegerField(default=0)),
                ("sales", models.IntegerField(default=0)),
                ("value", models.BigIntegerField(default=0)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "hour"], name="trial_by_hour")],
                "constraints": [models.UniqueConstraint(fields=("site", "hour", "off"), name="one_row_a_trial")],
            },
        ),
    ]
