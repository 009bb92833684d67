import causerie.brands.models
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "colour",
                    models.CharField(
                        default="#b5482a",
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^#[0-9a-fA-F]{6}$")],
                        verbose_name="Colour",
                    ),
                ),
                (
                    "capacity_cap",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="Conversations at once, at most",
                    ),
                ),
                ("words", models.JSONField(blank=True, default=dict, verbose_name="How you call your ambassadors")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=causerie.brands.models.new_site_key, max_length=32, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("en", "English"), ("es", "Español")],
                        default="fr",
                        max_length=5,
                        verbose_name="Language",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="Address of the shop")),
                ("allowed_origins", models.TextField(blank=True, verbose_name="Pages that may show the window")),
                ("launcher_text", models.CharField(blank=True, max_length=60, verbose_name="Words on the button")),
                ("launcher_more", models.CharField(blank=True, max_length=80, verbose_name="Second line of the button")),
                ("greeting", models.CharField(blank=True, max_length=300, verbose_name="Greeting")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="Who answers")),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^#[0-9a-fA-F]{6}$")],
                        verbose_name="Colour",
                    ),
                ),
                (
                    "position",
                    models.CharField(choices=[("right", "Right"), ("left", "Left")], default="right", max_length=5, verbose_name="Side"),
                ),
                ("show_faces", models.BooleanField(default=True, verbose_name="Show members' photos on the button")),
                ("rewarded", models.BooleanField(default=True, verbose_name="Members may receive rewards from the brand")),
                ("recruiting", models.BooleanField(default=False, verbose_name="Invite visitors to join the members after a good talk")),
                (
                    "min_online",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="Members needed to open"
                    ),
                ),
                ("widen_after", models.PositiveIntegerField(default=45, verbose_name="Ask more members after (seconds)")),
                ("offer_after", models.PositiveIntegerField(default=120, verbose_name="Offer another way after (seconds)")),
                ("silence_limit", models.PositiveIntegerField(default=240, verbose_name="Back to the queue after silence of (seconds)")),
                (
                    "offline",
                    models.CharField(
                        choices=[("hidden", "Show nothing"), ("leave", "Leave your question, with an answer by e-mail")],
                        default="leave",
                        max_length=6,
                        verbose_name="When nobody is here",
                    ),
                ),
                ("support_url", models.URLField(blank=True, verbose_name="The brand's own support")),
                ("offline_text", models.CharField(blank=True, max_length=200, verbose_name="When nobody is here, say")),
                ("reward_label", models.CharField(blank=True, max_length=80, verbose_name="What members receive, in your words")),
                ("picture", models.CharField(blank=True, max_length=80, verbose_name="Picture on the button")),
                ("words", models.JSONField(blank=True, default=dict, verbose_name="Words in other languages")),
                ("time_zone", models.CharField(default="Europe/Paris", max_length=40, verbose_name="Time zone")),
                ("hours", models.JSONField(blank=True, default=dict, verbose_name="Opening hours")),
                ("identify_secret", models.CharField(default=causerie.brands.models.new_identify_secret, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sites", to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="HoldOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.PositiveSmallIntegerField(default=0, verbose_name="Hours switched off")),
                ("seed", models.CharField(default=causerie.brands.models.new_identify_secret, max_length=64)),
                ("since", models.BigIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="holdout", to="brands.site")),
            ],
        ),
        migrations.CreateModel(
            name="Greeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page_pattern",
                    models.CharField(help_text="A path; * stands for anything. Example: /basket*", max_length=200, verbose_name="Pages"),
                ),
                ("seconds", models.PositiveIntegerField(default=20, verbose_name="Seconds on the page")),
                ("text", models.CharField(max_length=200, verbose_name="Words")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="greetings", to="brands.site")),
            ],
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="Name")),
                ("keywords", models.TextField(blank=True, verbose_name="Words, with commas")),
                ("page_pattern", models.CharField(blank=True, max_length=200, verbose_name="Pages")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="brands.brand")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "name"), name="topic_once_per_brand")],
            },
        ),
    ]
