import causerie.kernel.ids
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
            name="Programme",
            fields=[
                (
                    "brand",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.brand"),
                ),
                (
                    "active_answers",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)],
                        verbose_name="Answers that make somebody active",
                    ),
                ),
                (
                    "answer_within",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                        verbose_name="Days to answer an applicant",
                    ),
                ),
                (
                    "mails_a_day",
                    models.PositiveIntegerField(
                        default=300,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5000)],
                        verbose_name="Campaign mails a day, at most",
                    ),
                ),
                ("reminded_at", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigIntegerField(default=causerie.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("quiz", "Quiz under way"),
                            ("deciding", "To decide"),
                            ("waiting", "Waiting list"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="received",
                        max_length=8,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("address", models.CharField(max_length=254)),
                ("name", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=5)),
                ("languages", models.JSONField(default=list)),
                ("region", models.CharField(blank=True, max_length=80)),
                ("motivation", models.TextField(blank=True)),
                ("habits", models.JSONField(default=list)),
                ("proof", models.CharField(blank=True, max_length=120)),
                ("identity", models.CharField(blank=True, max_length=120)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("page", "The page itself"),
                            ("window", "The window, after a talk"),
                            ("member", "A member’s invitation"),
                            ("campaign", "A campaign by e-mail"),
                            ("signed", "The brand’s own link"),
                            ("team", "Invited by the team"),
                        ],
                        default="page",
                        max_length=8,
                    ),
                ),
                ("nonce", models.CharField(max_length=43)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.BigIntegerField()),
                ("since", models.BigIntegerField()),
                ("reminded_at", models.BigIntegerField(null=True)),
                ("decided_at", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "decided_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "inviter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="brought", to="people.membership"
                    ),
                ),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
                ("topics", models.ManyToManyField(blank=True, to="brands.topic")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "state", "since"], name="board")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["received", "quiz", "deciding", "waiting"])),
                        fields=("brand", "address"),
                        name="one_open_application",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("subject", models.CharField(max_length=120, verbose_name="Subject")),
                ("text", models.TextField(max_length=4000, verbose_name="Words")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("running", "Leaving"), ("paused", "Paused"), ("done", "All sent")],
                        default="draft",
                        max_length=7,
                    ),
                ),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership")),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.site", verbose_name="Page they come to"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Charter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "version"), name="charter_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="acceptances", to="people.membership"),
                ),
                ("charter", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="recruitment.charter")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "charter"), name="charter_accepted_once")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("address", models.CharField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "to be written to"),
                            ("sent", "written to"),
                            ("stopped", "said stop"),
                            ("bounced", "address refused"),
                            ("applied", "applied"),
                        ],
                        default="ready",
                        max_length=7,
                    ),
                ),
                ("nonce", models.CharField(max_length=43)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "campaign",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="recruitment.campaign"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "address"], name="contacted")],
                "constraints": [models.UniqueConstraint(fields=("campaign", "address"), name="contact_once")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("address", models.CharField(max_length=254)),
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
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("languages", models.JSONField(default=list)),
                ("expertise", models.CharField(blank=True, max_length=120)),
                ("nonce", models.CharField(max_length=43)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                ("cancelled_at", models.BigIntegerField(null=True)),
                ("application", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="recruitment.application")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brand", "at"], name="invitations"),
                    models.Index(fields=["address", "at"], name="invited"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("kind", models.CharField(max_length=10)),
                ("about", models.BigIntegerField(default=0)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("open", models.BooleanField(default=True, verbose_name="Applications are open")),
                ("headline", models.CharField(blank=True, max_length=120, verbose_name="Headline")),
                ("what", models.TextField(blank=True, max_length=2000, verbose_name="What it is")),
                ("what_not", models.TextField(blank=True, max_length=2000, verbose_name="What it is not")),
                ("questions", models.TextField(blank=True, max_length=6000, verbose_name="Questions people ask")),
                (
                    "proof",
                    models.CharField(
                        choices=[("none", "Do not ask"), ("ask", "Ask, without obligation"), ("must", "They must be a customer")],
                        default="ask",
                        max_length=4,
                        verbose_name="Being a customer",
                    ),
                ),
                ("proof_label", models.CharField(blank=True, max_length=80, verbose_name="What proves it")),
                (
                    "of_age",
                    models.PositiveSmallIntegerField(
                        default=18, validators=[django.core.validators.MaxValueValidator(99)], verbose_name="Age to be declared"
                    ),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="Languages that you look for")),
                ("regions", models.TextField(blank=True, max_length=2000, verbose_name="Regions")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="join_page", to="brands.site")),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="part",
                        serialize=False,
                        to="people.membership",
                    ),
                ),
                ("on_page", models.BooleanField(default=False, verbose_name="My face may stand on the public page")),
                ("willing", models.BooleanField(default=False, verbose_name="I look after newcomers with pleasure")),
                ("begun_at", models.BigIntegerField(null=True)),
                ("profile_at", models.BigIntegerField(null=True)),
                ("practised_at", models.BigIntegerField(null=True)),
                ("hello_at", models.BigIntegerField(null=True)),
                ("welcomed_at", models.BigIntegerField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "godparent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="godchildren", to="people.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quiz",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("en", "English"), ("es", "Español")],
                        default="fr",
                        max_length=5,
                        verbose_name="Language",
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="Right answers needed"
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
                        verbose_name="Attempts",
                    ),
                ),
                ("open", models.BooleanField(default=True, verbose_name="In use")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quizzes", to="brands.topic", verbose_name="Topic"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "topic", "language"), name="quiz_once_per_topic")],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("choices", models.JSONField(default=list)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("quiz", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="recruitment.quiz")),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("right", models.PositiveSmallIntegerField()),
                ("of", models.PositiveSmallIntegerField()),
                ("passed", models.BooleanField()),
                ("at", models.BigIntegerField()),
                (
                    "application",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="recruitment.application"),
                ),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("quiz", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="recruitment.quiz")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "quiz", "number"), name="quiz_try_once")],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("why", models.CharField(max_length=7)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "digest"), name="refused_once")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("application", models.BigIntegerField(null=True, unique=True)),
                ("member", models.BigIntegerField(db_index=True, null=True)),
                ("source", models.CharField(max_length=8)),
                ("month", models.CharField(max_length=7)),
                ("applied_at", models.BigIntegerField(null=True)),
                ("accepted_at", models.BigIntegerField(null=True)),
                ("joined_at", models.BigIntegerField(null=True)),
                ("answered_at", models.BigIntegerField(null=True)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "month"], name="funnel")],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("declined", "Declined"), ("waiting", "Waiting list")],
                        max_length=8,
                        verbose_name="For",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("en", "English"), ("es", "Español")], max_length=5, verbose_name="Language"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="Words")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "kind", "language"), name="template_once")],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(max_length=43)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.BigIntegerField()),
                ("said", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.BigIntegerField(null=True)),
                ("waits_since", models.BigIntegerField(null=True)),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trial", to="recruitment.application"
                    ),
                ),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrialLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveSmallIntegerField()),
                ("visitor", models.BooleanField()),
                ("client_id", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="brands.brand")),
                (
                    "trial",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="recruitment.trial"),
                ),
            ],
            options={
                "ordering": ["seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("trial", "seq"), name="trial_line_in_order"),
                    models.UniqueConstraint(fields=("trial", "visitor", "client_id"), name="trial_line_once"),
                ],
            },
        ),
    ]
