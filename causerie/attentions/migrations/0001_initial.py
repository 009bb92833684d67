import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Address awaited"), ("ready", "To send"), ("sent", "Sent"), ("cancelled", "Not sent")],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("at", models.BigIntegerField()),
                ("changed_at", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
                ("mailed_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parcels", to="people.membership")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brand", "state", "at"], name="parcels_in_state"),
                    models.Index(condition=models.Q(("state__in", ["asked", "ready"])), fields=["until"], name="parcel_lapses"),
                ],
                "constraints": [models.UniqueConstraint(fields=("brand", "key"), name="parcel_once_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="What it is")),
                ("by_post", models.BooleanField(default=True, verbose_name="Sent by post: we ask where to")),
                ("stock", models.PositiveIntegerField(default=0)),
                ("shown", models.BooleanField(default=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("stock__gte", 0)), name="gift_stock_not_below_zero")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.membership",
                    ),
                ),
                ("answers", models.PositiveIntegerField(default=0)),
                ("last_claim_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="address",
                        serialize=False,
                        to="attentions.parcel",
                    ),
                ),
                ("sealed", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="parcel",
            name="gift",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parcels", to="attentions.gift"),
        ),
        migrations.CreateModel(
            name="ShownThanks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("conversation", models.BigIntegerField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "conversation"), name="thanks_shown_once")],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("welcome", "New here"),
                            ("first", "First answer"),
                            ("hundredth", "Hundredth answer"),
                            ("birthday", "Birthday"),
                            ("back", "Back again"),
                            ("unwell", "Unwell"),
                            ("other", "A touch of yours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("text", models.CharField(max_length=1000)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "kind", "language"), name="wording_once")],
            },
        ),
        migrations.CreateModel(
            name="About",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="about",
                        serialize=False,
                        to="people.membership",
                    ),
                ),
                ("passions", models.CharField(blank=True, max_length=200, verbose_name="What you love")),
                ("story", models.TextField(blank=True, max_length=1500, verbose_name="Your story")),
                (
                    "birth_day",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)]
                    ),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)]
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=20)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["birth_month", "birth_day"], name="birthday_on"),
                    models.Index(fields=["brand", "place"], name="about_by_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("welcome", "New here"),
                            ("first", "First answer"),
                            ("hundredth", "Hundredth answer"),
                            ("birthday", "Birthday"),
                            ("back", "Back again"),
                            ("unwell", "Unwell"),
                            ("other", "A touch of yours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("cause", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(choices=[("open", "To do"), ("done", "Done"), ("skipped", "Let pass")], default="open", max_length=8),
                ),
                ("at", models.BigIntegerField()),
                ("due_at", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="attentions", to="people.membership"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "state", "due_at"], name="attention_to_do")],
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "cause"), name="attention_once_a_cause"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "unwell"), ("state", "open")), fields=("member",), name="unwell_once_at_a_time"
                    ),
                ],
            },
        ),
    ]
