"""The community's feed: posts, comments, likes."""

from django.db import models


class Post(models.Model):
    """Something told to the community. An article is a post with a title, by the brand's team."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    author = models.ForeignKey("people.Membership", models.CASCADE, related_name="posts")
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    picture = models.CharField(max_length=80, blank=True)
    picture_width = models.PositiveIntegerField(default=0)
    picture_height = models.PositiveIntegerField(default=0)
    posted_at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["brand", "-id"], name="feed")]


class Comment(models.Model):
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey("people.Membership", models.CASCADE, related_name="comments")
    text = models.CharField(max_length=1000)
    posted_at = models.BigIntegerField()


class Like(models.Model):
    brand = models.ForeignKey("brands.Brand", models.CASCADE)
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    member = models.ForeignKey("people.Membership", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="liked_once")]
