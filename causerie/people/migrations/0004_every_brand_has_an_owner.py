"""A brand founded before there were owners: the first of its managers becomes one."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Brand = apps.get_model("brands", "Brand")
    Membership = apps.get_model("people", "Membership")
    for brand in Brand.objects.exclude(memberships__role="owner"):
        first = Membership.objects.filter(brand=brand, role="manager", ended_at=None).order_by("id").first()
        if first:
            Membership.objects.filter(pk=first.pk).update(role="owner")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_paused_members")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
