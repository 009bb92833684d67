from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brands", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="recruiting",
            field=models.BooleanField(default=False, verbose_name="Invite visitors to join the members after a good talk"),
        ),
    ]
