"""What a browser gets is the module without its comments, whole, under a name made from its content."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

from causerie.design.storage import Storage

MODULE = "/** Adds. @param {number} one */\nexport const more = (one) => `${one} // not a comment`;\n"


def collected(tmp_path, name):
    source = StaticFilesStorage(location=tmp_path / "source", base_url="/source/")
    source.save(name, ContentFile(MODULE))
    storage = Storage(location=tmp_path / "static", base_url="/static/")
    storage.save(name, source.open(name))
    done = {path: hashed for path, hashed, _ in storage.post_process({name: (source, name)})}
    return (tmp_path / "static" / done[name]).read_text()


def test_our_modules_travel_without_comments(tmp_path):
    assert collected(tmp_path, "desk/more.js") == "export const more=(one)=>`${one} // not a comment`;"


def test_others_stay_as_they_came(tmp_path):
    assert collected(tmp_path, "design/vendor/more.js") == MODULE
