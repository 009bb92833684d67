"""Who is on duty and which windows are open: soft state in memory, on the event loop's thread, rebuilt at every start.

Never used to decide who gets a question: the claim asks the database. It only decides what is shown.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from causerie.conversations import wire

# A window stays open so long after the last free member was taken: a claim and its end must not make it flicker.
LINGER_S = 6.0


@dataclass(slots=True)
class OnDuty:
    """A member who is here."""

    id: int
    brand: int
    view: wire.MemberView
    sites: frozenset[int]
    topics: frozenset[int]
    cap: int

    @property
    def free(self) -> bool:
        """Available with room for one more; the brand's team does not count towards the quorum."""
        view = self.view
        return view.role == "ambassador" and view.state == "available" and view.load < min(view.capacity, self.cap)

    def serves(self, site: "Window") -> bool:
        return self.brand == site.brand and (not self.sites or site.id in self.sites) and site.language in self.view.languages


class Look(msgspec.Struct):
    """How a window's button looks, as the site's settings say."""

    offline: str
    text: str
    more: str
    colour: str
    ink: str
    position: str
    locale: str
    greetings: list[dict[str, object]]


class Status(msgspec.Struct):
    """The public status of a window: open or not, who is here. The button's look stands beside it in the same object."""

    open: bool
    online: int
    people: list[dict[str, str]]
    revision: int
    resting: bool = False
    """Closed by the site's opening hours."""


@dataclass(slots=True)
class Window:
    """A site's window as this process knows it."""

    id: int
    key: str
    brand: int
    language: str
    min_online: int
    show_faces: bool
    look: Look
    origins: list[str]
    usual_wait: int = 0
    in_hours: bool = True
    picture: str = ""
    sayings: dict[str, dict[str, str]] = field(default_factory=dict)
    """The button's two lines in languages that are not the site's own."""
    measured: bool = False
    """Its sales are measured: page views are counted, and in some hours it is `off` (brands.holdout)."""
    off: bool = False
    quorum: bool = False
    open: bool = False
    online: int = 0
    short_since: float | None = None
    revision: int = 0
    status: bytes = b""
    shown: tuple[object, ...] = field(default=())
    others: dict[bytes, bytes] = field(default_factory=dict)

    def status_in(self, query: bytes) -> bytes:
        """The status as it travels; `lang=es` gives the button's words in that language where the brand wrote them."""
        return self.others.get(query.partition(b"lang=")[2], self.status) if self.others else self.status


class Roster:
    """Members on duty and windows. `tell(topic, payload)` sends to live sockets."""

    def __init__(self, tell: Callable[[object, bytes], None], clock: Callable[[], float]) -> None:
        self._tell, self._clock = tell, clock
        self.members: dict[int, OnDuty] = {}
        self.windows: dict[str, Window] = {}
        self.views: Counter[tuple[int, int, bool]] = Counter()
        self._encode = msgspec.json.Encoder().encode

    def put(self, member: OnDuty) -> None:
        """Somebody arrived, or changed."""
        self.members[member.id] = member
        self._tell(("brand", member.brand), self._encode(wire.Presence(changed=[member.view])))
        self.refresh(member.brand)

    def remove(self, member_id: int) -> None:
        member = self.members.pop(member_id, None)
        if member:
            self._tell(("brand", member.brand), self._encode(wire.Presence(gone=[member_id])))
            self.refresh(member.brand)

    def set_load(self, member_id: int, load: int) -> None:
        member = self.members.get(member_id)
        if member and member.view.load != load:
            member.view.load = load
            self.put(member)

    def here(self, brand: int) -> list[wire.MemberView]:
        return [member.view for member in self.members.values() if member.brand == brand]

    def set_windows(self, windows: list[Window]) -> None:
        """The sites as the database has them now; what is open stays open."""
        for window in windows:
            old = self.windows.get(window.key)
            if old:
                window.open, window.short_since, window.revision = old.open, old.short_since, old.revision
                window.status, window.shown, window.online, window.others = old.status, old.shown, old.online, old.others
        self.windows = {window.key: window for window in windows}
        self.refresh()

    def viewed(self, window: Window, hour: int) -> None:
        """A page with that window was seen: counted by the hour, without knowing by whom."""
        self.views[window.id, hour, window.off] += 1

    def take_views(self) -> dict[tuple[int, int, bool], int]:
        """(site, hour, off) to the pages seen since the last time."""
        taken, self.views = self.views, Counter()
        return dict(taken)

    def refresh(self, brand: int | None = None) -> None:
        """Decide again which windows are open (all, or a brand's)."""
        for window in self.windows.values():
            if brand is None or window.brand == brand:
                self._decide(window)

    def _decide(self, window: Window) -> None:
        free = [member for member in self.members.values() if member.free and member.serves(window)]
        anybody = any(member.view.state == "available" and member.serves(window) for member in self.members.values())
        now = self._clock()
        window.quorum = len(free) >= window.min_online
        if window.off or not window.in_hours:
            window.open, window.short_since = False, None
        elif window.quorum:
            window.open, window.short_since = True, None
        elif window.open:
            window.short_since = window.short_since or now
            if not anybody or now - window.short_since >= LINGER_S:
                window.open, window.short_since = False, None
        self._describe(window, free)

    def _describe(self, window: Window, free: list[OnDuty]) -> None:
        faces = [{"name": m.view.name, "photo": m.view.photo} for m in sorted(free, key=lambda m: m.id) if m.view.photo][:3]
        people = (faces if window.show_faces else []) or ([{"name": "", "photo": window.picture}] if window.picture else [])
        looks = (repr(window.look), repr(window.sayings))
        shown = (window.open, window.off, window.in_hours, len(free), tuple(one["photo"] for one in people), *looks)
        if shown != window.shown:
            window.revision += 1
            window.shown = shown
            self._write_down(window, Status(window.open, len(free), people, window.revision, not window.in_hours))
        if window.online != len(free):
            window.online = len(free)
            self._tell(("site", window.id), self._encode(wire.Online(members=len(free), usual_wait=window.usual_wait)))

    def _write_down(self, window: Window, status: Status) -> None:
        hidden = {"offline": "hidden"} if window.off else {}
        said = msgspec.to_builtins(status) | msgspec.to_builtins(window.look) | hidden
        window.status = self._encode(said)
        # Another revision: a button that changes its language is drawn again.
        window.others = {
            code.encode(): self._encode(said | words | {"revision": f"{status.revision} {code}"}) for code, words in window.sayings.items()
        }
