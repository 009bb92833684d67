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
            name="Transaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("ref", models.CharField(max_length=40)),
                ("at", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=12)),
                ("hash", models.CharField(max_length=64)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="people.membership")),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversed_by", to="rewards.transaction"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "-id"], name="statement"),
                    models.Index(fields=["brand", "at"], name="moved_when"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "kind", "ref"), name="rewarded_once"),
                    models.UniqueConstraint(fields=("brand", "number"), name="chained_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                (
                    "brand",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.brand"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="Name of your programme")),
                ("url", models.URLField(max_length=500, verbose_name="Address that receives points")),
                ("secret", models.CharField(max_length=64)),
                ("table", models.JSONField(default=list)),
                ("open", models.BooleanField(default=True, verbose_name="Members may hand over points")),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "brand",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="brands.brand"),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("looked_at", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=12)),
                ("balance", models.BigIntegerField(default=0)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="people.membership")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "member", "name"), name="one_account_a_member"),
                    models.UniqueConstraint(condition=models.Q(("member", None)), fields=("brand", "name"), name="one_account_a_brand"),
                    models.CheckConstraint(
                        condition=models.Q(("member", None), ("balance__gte", 0), _connector="OR"), name="no_member_owes"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="rewards.transaction"
                    ),
                ),
                ("why", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="rewards.transaction"
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("due_at", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="rewards.transaction"
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "To decide"), ("released", "Given"), ("declined", "Declined")], default="waiting", max_length=8
                    ),
                ),
                ("appeal", models.CharField(blank=True, max_length=500)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="rewards.account")),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "transaction",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="rewards.transaction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("transaction", "account"), name="one_entry_an_account"),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="entry_moves_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=43, unique=True)),
                ("points", models.PositiveIntegerField()),
                ("worth", models.CharField(max_length=40)),
                ("customer", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "On its way"),
                            ("done", "Arrived"),
                            ("refused", "Refused, points given back"),
                            ("unclear", "No clear answer"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.BigIntegerField()),
                ("due_at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.membership")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="payout_due")],
                "constraints": [models.UniqueConstraint(fields=("member", "client_id"), name="paid_out_once")],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="Name")),
                ("text", models.CharField(blank=True, max_length=400, verbose_name="What it is")),
                ("picture", models.CharField(blank=True, max_length=80)),
                ("price", models.PositiveIntegerField(verbose_name="Price in points")),
                ("stock", models.PositiveIntegerField(blank=True, null=True, verbose_name="How many there are")),
                ("tier", models.PositiveSmallIntegerField(default=0, verbose_name="From this tier on")),
                ("shown", models.BooleanField(default=True, verbose_name="Shown in the catalogue")),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("sites", models.ManyToManyField(blank=True, to="brands.site", verbose_name="For the members of these sites only")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("price__gte", 1)), name="nothing_is_free")],
            },
        ),
        migrations.CreateModel(
            name="Redemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=32)),
                ("price", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("cancelled", "Cancelled, points given back"),
                        ],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.BigIntegerField()),
                ("changed_at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.membership")),
                ("reward", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="rewards.reward")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "state", "id"], name="to_handle")],
                "constraints": [models.UniqueConstraint(fields=("member", "client_id"), name="redeemed_once")],
            },
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("since", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("data", models.JSONField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "version"), name="one_rule_set_a_version")],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="people.membership"
                    ),
                ),
                ("team", models.BooleanField(default=False)),
                ("score", models.BigIntegerField(default=0)),
                ("data", models.JSONField(default=dict)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [models.Index(fields=["brand", "-score"], name="by_score")],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("conversation", models.BigIntegerField(primary_key=True, serialize=False)),
                ("visitor", models.BigIntegerField(default=0)),
                ("own", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("topic", models.BigIntegerField(null=True)),
                ("member", models.BigIntegerField(default=0)),
                ("replied_at", models.BigIntegerField(default=0)),
                ("answered", models.BooleanField(default=False)),
                ("helped", models.BooleanField(default=False)),
                ("thanked_at", models.BigIntegerField(default=0)),
                ("stars", models.PositiveSmallIntegerField(default=0)),
                ("rated_at", models.BigIntegerField(default=0)),
                ("due_at", models.BigIntegerField(null=True)),
                ("brand", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="rating_settles"),
                    models.Index(condition=models.Q(("visitor__gt", 0)), fields=["visitor", "member"], name="talk_pair"),
                    models.Index(condition=models.Q(("thanked_at__gt", 0)), fields=["brand", "thanked_at"], name="thanked_when"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Circle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=120)),
                ("members", models.JSONField()),
                ("count", models.PositiveIntegerField()),
                ("of", models.PositiveIntegerField()),
                ("expected", models.PositiveIntegerField()),
                ("state", models.CharField(choices=[("open", "Open"), ("cleared", "Cleared")], default="open", max_length=7)),
                ("found_at", models.BigIntegerField()),
                ("seen_at", models.BigIntegerField()),
                ("why", models.CharField(blank=True, max_length=500)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                (
                    "decided_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("brand", "kind", "key"), name="one_circle")]},
        ),
        migrations.CreateModel(
            name="Mission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="Name")),
                ("text", models.CharField(max_length=400, verbose_name="What it is about")),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("helped", "Visitors who said it helped"),
                            ("reused", "Prepared answers that helped others’ visitors"),
                            ("liked", "Likes on posts"),
                            ("welcomed", "Newcomers welcomed"),
                        ],
                        default="helped",
                        max_length=8,
                        verbose_name="What counts",
                    ),
                ),
                ("topic", models.BigIntegerField(null=True)),
                ("times", models.PositiveIntegerField(verbose_name="How many")),
                ("score", models.PositiveIntegerField(default=0, verbose_name="Score")),
                ("points", models.PositiveIntegerField(default=0, verbose_name="Points")),
                ("badge", models.CharField(blank=True, max_length=30, verbose_name="Badge")),
                ("begins_at", models.BigIntegerField()),
                ("ends_at", models.BigIntegerField()),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "title", "begins_at"), name="proposed_once"),
                    models.CheckConstraint(condition=models.Q(("times__gte", 1)), name="mission_counts_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="people.membership"
                    ),
                ),
                ("listed", models.BooleanField(default=False)),
                ("brand", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand")),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="brand",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand"),
        ),
        migrations.AddField(
            model_name="correction",
            name="by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="people.membership"),
        ),
        migrations.AddField(
            model_name="due",
            name="brand",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="brands.brand"),
        ),
        migrations.AddField(
            model_name="due",
            name="member",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.membership"),
        ),
        migrations.AddField(
            model_name="hold",
            name="brand",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="brands.brand"),
        ),
        migrations.AddField(
            model_name="hold",
            name="decided_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.membership"),
        ),
        migrations.AddField(
            model_name="hold",
            name="member",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="people.membership"),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(fields=["brand", "state"], name="holds"),
        ),
    ]
