"""A member asks to be forgotten: what they said in the community goes, with its pictures."""

from django.apps import apps
from django.db import models

from causerie.community.models import Tag
from causerie.kernel import files
from causerie.kernel.db import write
from causerie.people.models import Membership


def forget_member(*, member: Membership) -> None:
    """Every row of this room that is the member's (posts with what stands under them, comments, feelings, votes, talk); where a row of
    another only names them, the name goes. Twice is no error."""
    pictures: list[str] = []
    with write():
        topics = list(Tag.objects.filter(posts__author=member).values_list("id", flat=True))
        for model in apps.get_app_config("community").get_models():
            for field in _naming(model):
                pictures += _forget(model, field, member)
        # The name of a topic is a word of who wrote it first: it goes when nobody else used it.
        Tag.objects.filter(id__in=topics, posts=None).delete()
    files.delete_all(pictures)


def _naming(model: type[models.Model]) -> list[models.ForeignKey[object, object]]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey) and field.related_model is Membership]


def _forget(model: type[models.Model], field: models.ForeignKey[object, object], member: Membership) -> list[str]:
    rows = model._default_manager.filter(**{field.name: member})
    if field.null:
        rows.update(**{field.name: None})
        return []
    shown = [one.name for one in model._meta.fields if one.name == "picture"]
    pictures = [name for name in rows.values_list(*shown, flat=True) if name] if shown else []
    rows.delete()
    return pictures
