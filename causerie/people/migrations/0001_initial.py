import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("brands", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="E-mail")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="Language")),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ambassador", "Ambassador"),
                            ("owner", "Owner"),
                            ("manager", "Manager"),
                            ("support", "Support"),
                            ("analyst", "Analyst"),
                        ],
                        default="ambassador",
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="Pseudonym")),
                ("photo", models.CharField(blank=True, max_length=80)),
                ("story", models.CharField(blank=True, max_length=160, verbose_name="A line about you")),
                ("expertise", models.CharField(blank=True, max_length=120, verbose_name="What you know well")),
                ("languages", models.JSONField(default=list, verbose_name="Languages")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="Conversations at once",
                    ),
                ),
                ("available", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="brands.brand")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to=settings.AUTH_USER_MODEL),
                ),
                ("sites", models.ManyToManyField(blank=True, to="brands.site")),
                ("topics", models.ManyToManyField(blank=True, to="brands.topic")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "person"), name="one_membership_per_brand")],
            },
        ),
    ]
