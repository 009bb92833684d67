import unicodedata

from django.db import migrations


def folded(text):
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def fill(apps, _schema):
    """Posts from before: articles become news, all can be found."""
    Post = apps.get_model("community", "Post")
    for post in Post.objects.select_related("author").iterator(500):
        corner = "news" if post.title else post.corner
        Post.objects.filter(pk=post.pk).update(corner=corner, sought=folded(f"{post.title} {post.text} {post.author.name}"))


class Migration(migrations.Migration):
    dependencies = [("community", "0003_community_life"), ("people", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
