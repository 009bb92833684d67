"""Static files as they travel: modules without their comments and types, named by their content, compressed once."""

from django.core.files.base import ContentFile, File
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("design/", "window/", "desk/", "office/", "community/", "simulator/")


class Storage(CompressedManifestStaticFilesStorage):
    """Ours are made small when they are collected; what others made (vendor) stays as it came."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        """Both copies pass here: the named one, and the one named by its content, which is what travels."""
        if name.endswith(".js") and "/vendor/" not in name and name.startswith(OURS):
            content.seek(0)
            content = ContentFile(jsmin(content.read().decode()).encode())
        return str(super()._save(name, content))
