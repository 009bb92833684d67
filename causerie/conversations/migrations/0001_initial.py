import causerie.kernel.ids
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
            name="Epoch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(default=causerie.kernel.ids.new_secret, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Guard",
            fields=[
                (
                    "brand",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.brand"),
                ),
                ("masks", models.BooleanField(default=True)),
                ("spared", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("words_are", models.CharField(choices=[("hide", "Hide"), ("hold", "Hold")], default="hide", max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigIntegerField(default=causerie.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("identity", models.CharField(blank=True, max_length=120)),
                ("created_at", models.BigIntegerField()),
                ("blocked_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigIntegerField(default=causerie.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("ask_client_id", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("taken", "Taken"), ("closed", "Closed")], default="waiting", max_length=8
                    ),
                ),
                ("for_team", models.BooleanField(default=False)),
                ("widened", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=5)),
                ("preview", models.CharField(max_length=280)),
                ("page_url", models.CharField(blank=True, max_length=500)),
                ("page_title", models.CharField(blank=True, max_length=200)),
                ("page_picture", models.CharField(blank=True, max_length=500)),
                ("lease", models.PositiveIntegerField(default=0)),
                ("warned", models.BooleanField(default=False)),
                ("offered", models.BooleanField(default=False)),
                ("last_seq", models.PositiveIntegerField(default=0)),
                ("last_sender", models.BigIntegerField(default=0)),
                ("last_at", models.BigIntegerField()),
                ("visitor_seen", models.PositiveIntegerField(default=0)),
                ("holder_seen", models.PositiveIntegerField(default=0)),
                ("asked_at", models.BigIntegerField()),
                ("waiting_since", models.BigIntegerField()),
                ("claimed_at", models.BigIntegerField(null=True)),
                ("first_reply_at", models.BigIntegerField(null=True)),
                ("closed_at", models.BigIntegerField(null=True)),
                ("check_at", models.BigIntegerField(null=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("mailed_seq", models.PositiveIntegerField(default=0)),
                ("thanked_at", models.BigIntegerField(null=True)),
                ("stars", models.PositiveSmallIntegerField(null=True)),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("reported_at", models.BigIntegerField(null=True)),
                ("erased_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "holder",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="held", to="people.membership"),
                ),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
                ("topic", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="brands.topic")),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="conversations", to="conversations.visitor"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brand", "state", "waiting_since"], name="queue"),
                    models.Index(fields=["holder", "state"], name="held_by"),
                    models.Index(condition=models.Q(("check_at__isnull", False)), fields=["check_at"], name="due"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("visitor", "ask_client_id"), name="asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("state", "taken")),
                            models.Q(("state", "taken"), _negated=True),
                            _connector="OR",
                        ),
                        name="taken_has_a_holder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("transcript", "Transcript"), ("answer", "Answer")], max_length=12)),
                ("email", models.EmailField(max_length=254)),
                ("at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("conversation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="conversations.conversation")),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="conversations.conversation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PreparedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(blank=True, max_length=5)),
                ("shortcut", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=2000)),
                ("shared", models.BooleanField(default=False)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="prepared", to="people.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("originals", "Originals"), ("along", "Along")], max_length=9)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("conversation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="conversations.conversation")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("blocked", models.BooleanField(default=False)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="people.membership")),
                ("conversation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="conversations.conversation")),
            ],
        ),
        migrations.CreateModel(
            name="VisitorToken",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "visitor",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="conversations.visitor"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BlockedNetwork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=32)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "digest", "until"], name="blocked_until")],
            },
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("at", models.BigIntegerField()),
                ("decided_at", models.BigIntegerField(null=True)),
                ("passed", models.BooleanField(default=False)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("conversation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="conversations.conversation")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("conversation", "client_id"), name="held_once")],
            },
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="originals",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "at"], name="original_by_age")],
                "constraints": [models.UniqueConstraint(fields=("conversation", "seq"), name="one_original_a_position")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("sender", models.BigIntegerField()),
                ("client_id", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("sent_at", models.BigIntegerField()),
                (
                    "brand",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand"
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to="conversations.picture"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "seq"), name="one_message_a_position"),
                    models.UniqueConstraint(fields=("conversation", "sender", "client_id"), name="sent_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("first_at", models.BigIntegerField()),
                ("last_at", models.BigIntegerField()),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.site")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("site", "origin"), name="sighted_once")],
            },
        ),
        migrations.CreateModel(
            name="VisitorNetwork",
            fields=[
                (
                    "visitor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="network",
                        serialize=False,
                        to="conversations.visitor",
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
                ("at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "digest", "at"], name="visits_of_network")],
            },
        ),
    ]
