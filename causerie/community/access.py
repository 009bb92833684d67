"""The only doors to posts and comments: of one's own brand, or they do not exist."""

from causerie.community.models import Comment, Post
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def post_for(member: Membership, post_id: int) -> Post:
    """A post of the member's brand. Raises Refused("not_found")."""
    post = Post.objects.filter(brand_id=member.brand_id, id=post_id).select_related("author").first()
    if post is None:
        raise Refused("not_found")
    return post


def comment_for(member: Membership, comment_id: int) -> Comment:
    """A comment of the member's brand, with its post. Raises Refused("not_found")."""
    comment = Comment.objects.filter(brand_id=member.brand_id, id=comment_id).select_related("post").first()
    if comment is None:
        raise Refused("not_found")
    return comment


def picture_for(member: Membership, name: str) -> Post:
    """The post of the member's brand that shows this picture. Raises Refused("not_found")."""
    post = Post.objects.filter(brand_id=member.brand_id, picture=name).first() if name else None
    if post is None:
        raise Refused("not_found")
    return post


def may_remove(member: Membership, what: Post | Comment) -> bool:
    """Authors remove their own words; managers remove any of their brand's."""
    return what.brand_id == member.brand_id and (member.is_manager or what.author_id == member.id)
