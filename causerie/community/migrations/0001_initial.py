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
            name="Reading",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="people.membership",
                    ),
                ),
                ("last_post", models.BigIntegerField(default=0)),
                ("at", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=1000)),
                ("posted_at", models.BigIntegerField()),
                ("edited_at", models.BigIntegerField(blank=True, null=True)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="people.membership")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last", models.BigIntegerField(default=0)),
                ("last_at", models.BigIntegerField(default=0)),
                ("seen_by_member", models.BigIntegerField(default=0)),
                ("seen_by_team", models.BigIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="line", to="people.membership")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "-last_at"], name="lines_by_last")],
            },
        ),
        migrations.CreateModel(
            name="LineWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=2000)),
                ("at", models.BigIntegerField()),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="words", to="community.line")),
                ("sender", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
            ],
            options={
                "indexes": [models.Index(fields=["line", "-id"], name="words_of_line")],
                "constraints": [models.UniqueConstraint(fields=("sender", "client_id"), name="line_word_once")],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=80)),
                ("poll", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="community.poll")),
            ],
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "corner",
                    models.CharField(
                        choices=[
                            ("news", "News"),
                            ("hello", "Hello!"),
                            ("bar", "The bar"),
                            ("tips", "Tips"),
                            ("suggestions", "Suggestions"),
                        ],
                        default="bar",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField()),
                ("picture", models.CharField(blank=True, max_length=80)),
                ("picture_width", models.PositiveIntegerField(default=0)),
                ("picture_height", models.PositiveIntegerField(default=0)),
                ("posted_at", models.BigIntegerField()),
                ("early", models.BooleanField(default=False)),
                ("edited_at", models.BigIntegerField(blank=True, null=True)),
                ("pinned_at", models.BigIntegerField(blank=True, null=True)),
                ("sought", models.TextField(blank=True)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="people.membership")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brand", "-id"], name="feed"),
                    models.Index(fields=["brand", "corner", "-id"], name="feed_corner"),
                    models.Index(condition=models.Q(("pinned_at__isnull", False)), fields=["brand", "-pinned_at"], name="feed_pinned"),
                ],
            },
        ),
        migrations.AddField(
            model_name="poll",
            name="post",
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="poll", to="community.post"),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mention", "Mention"), ("comment", "Comment"), ("status", "Status"), ("overdue", "Overdue")], max_length=8
                    ),
                ),
                ("at", models.BigIntegerField()),
                ("seen_at", models.BigIntegerField(blank=True, null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
                (
                    "comment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="community.comment"
                    ),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="people.membership")),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="community.post")),
            ],
            options={
                "indexes": [models.Index(fields=["member", "-id"], name="notices_of_member")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("comment__isnull", False)), fields=("member", "comment", "kind"), name="told_once_of_comment"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("comment__isnull", True), ("kind", "mention")),
                        fields=("member", "post", "kind"),
                        name="told_once_of_post",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Like",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("like", "Like"),
                            ("bravo", "Bravo"),
                            ("smile", "That makes me smile"),
                            ("moved", "I am moved"),
                            ("idea", "Good idea"),
                        ],
                        default="like",
                        max_length=8,
                    ),
                ),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.membership")),
                ("post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="likes", to="community.post")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "member"), name="liked_once")],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="post",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="community.post"),
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=500)),
                ("at", models.BigIntegerField()),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "-id"], name="chat"), models.Index(fields=["at"], name="chat_by_age")],
                "constraints": [models.UniqueConstraint(fields=("author", "client_id"), name="said_once")],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.BigIntegerField()),
                ("settled_at", models.BigIntegerField(blank=True, null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
                (
                    "comment",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="community.comment"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "post",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="community.post"),
                ),
                (
                    "said",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="community.said"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "settled_at"], name="flags_open")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("post__isnull", False)), fields=("by", "post"), name="flagged_post_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("comment__isnull", False)), fields=("by", "comment"), name="flagged_comment_once"
                    ),
                    models.UniqueConstraint(condition=models.Q(("said__isnull", False)), fields=("by", "said"), name="flagged_said_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Waits to be read"),
                            ("seen", "Seen"),
                            ("study", "In study"),
                            ("done", "Done"),
                            ("no", "Not this time"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("due_at", models.BigIntegerField(blank=True, null=True)),
                ("reminded_at", models.BigIntegerField(blank=True, null=True)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("post", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="suggestion", to="community.post")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "due_at"], name="suggestion_due")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Waits to be read"),
                            ("seen", "Seen"),
                            ("study", "In study"),
                            ("done", "Done"),
                            ("no", "Not this time"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=600)),
                ("at", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
                ),
                (
                    "suggestion",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="community.suggestion"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("followers", models.ManyToManyField(related_name="followed_tags", to="people.membership")),
                ("posts", models.ManyToManyField(related_name="tags", to="community.post")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "name"), name="tag_once")],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.BigIntegerField()),
                ("comment", models.BigIntegerField(null=True)),
                ("removed", models.BooleanField(default=False)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField()),
                ("at", models.BigIntegerField()),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.membership")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "post"], name="traces_of_post")],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="community.choice")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.membership")),
                ("poll", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="community.poll")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "member"), name="voted_once")],
            },
        ),
    ]
