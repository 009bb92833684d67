import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("conversations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Keeping",
            fields=[
                (
                    "brand",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.brand"),
                ),
                ("words", models.PositiveSmallIntegerField(default=180, verbose_name="Words, pictures and ratings of ended conversations")),
                ("pages", models.PositiveSmallIntegerField(default=30, verbose_name="Pages that visitors looked at")),
                ("originals", models.PositiveSmallIntegerField(default=30, verbose_name="What was hidden from members")),
                ("mails", models.PositiveSmallIntegerField(default=30, verbose_name="Mails sent, and addresses that visitors left")),
                ("applications", models.PositiveSmallIntegerField(default=365, verbose_name="Applications that were not taken up")),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing needs to be done"),
                            ("warn", "A word to the person concerned"),
                            ("end", "End the conversation"),
                            ("block", "Block the visitor"),
                            ("membership", "End the member’s part in the brand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("at", models.BigIntegerField()),
                ("appealed_at", models.BigIntegerField(null=True)),
                ("appeal", models.CharField(blank=True, max_length=1000)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("kept", "The decision stands"), ("lifted", "The decision is taken back")], max_length=6
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("settled_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "concerned",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "report",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="conversations.report"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "site",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.site"),
                ),
                ("controller", models.CharField(blank=True, max_length=300, verbose_name="Who is responsible (name and address)")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="Where to write about personal data")),
                ("more", models.TextField(blank=True, max_length=4000, verbose_name="Anything else to say")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="LinkWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=10)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand")),
            ],
        ),
    ]
