"""Personal data in a text, found by plain rules and replaced by a token: ⟦card⟧ ⟦iban⟧ ⟦email⟧ ⟦phone⟧ ⟦address⟧ ⟦password⟧ ⟦word⟧.

Pure functions: no tables, no settings. The figures of misses and false alarms stand in docs/masking.md. A token names the kind only;
whoever draws the text says it in the reader's language.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

KINDS = ("card", "iban", "email", "phone", "address", "password", "word")
TOKEN = re.compile(f"⟦({'|'.join(KINDS)})⟧")

# The fast path: a text without any of these holds nothing to find. Most texts leave here, after about a microsecond.
_MARK = re.compile(r"[\d@＠]")
_HINTS = (
    "passw",
    "mot de passe",
    "mots de passe",
    "mdp",
    "contrase",
    "arobas",
    "arroba",
    "(at)",
    "[at]",
    "pass code",
    "clave de",
    "code secret",
)

_SEP = r"[ \u00a0\u202f.\-–_/]"
# Digits with at most one mark (or two spaces) between them.
_DIGITS = re.compile(rf"(?<![\w+])\d(?:{_SEP}{{0,2}}\d){{10,22}}(?!\w)")
_IBAN = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ \-]?(\d{2})((?:[ \u00a0\-]?[0-9A-Za-z]){10,30})(?![0-9A-Za-z])")
_EMAIL = re.compile(
    r"[\w.+%'-]{1,64}\s?[@＠]\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}"
    r"|[\w.+%-]{1,64} ?(?:[(\[] ?(?:at|arobase?|arroba|@) ?[)\]]| arobase? | arroba ) ?[\w-]{1,63}"
    r"(?: ?(?:[(\[] ?(?:dot|point|punto|\.) ?[)\]]|\.| point | punto | dot ) ?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"(?:\bpass ?(?:word|code|phrase)|\bmots? de passe|\bmdp|\bcontraseña|\bcontrasena|\bclave de acceso|\bcode secret)\b"
    r"(?:[^\S\n][\w'’]{1,12}){0,4}?[^\S\n]*(?:[:=]|\bis\b|\best\b|\bc['’]est\b|\bes\b|->|→)[^\S\n]*[\"'«“]?[^\S\n]*(?P<it>[^\s\"'»”]{4,64})",
    re.IGNORECASE,
)
# Words that say nothing secret where a password is expected: "my password is wrong".
_NOT_A_SECRET = frozenset(
    """
    wrong incorrect invalid expired refused rejected forgotten correct required needed case safe secure lost blocked right good
    still incorrecte invalide expiré refusé rejeté oublié obligatoire requis faux mauvais perdu bloqué toujours demandé correcte
    valide bien pas incorrecta inválida caducada rechazada obligatoria necesaria mala perdida bloqueada siempre correcta válida
    too trop demasiado never jamais nunca what quoi working accepted acceptée acceptado not being asking really also that this
    when where which
    """.split()  # noqa: SIM905
)
_STREET = (
    r"rue|avenue|av\.|bd|boulevard|chemin|impasse|allée|allee|place|quai|route|cours|square|passage|faubourg"
    r"|calle|c/|avenida|avda\.?|paseo|plaza|carrer|camino|ronda"
)
_STREET_EN = r"street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|close|crescent|way|court|square|terrace|place"
_CODE = r"(?:\d{5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
_TOWN = r"(?: [^\W\d_][\w'’-]+)?"
_REST = r"[^\n?!]{0,50}?(?:\n[^\n?!]{0,40}?)?"
# A number, a street and a postal code within one line or two: only together do they say where somebody lives.
_ADDRESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b\d{{1,4}}(?: ?(?:bis|ter|quater))?,? (?:{_STREET})(?= )[^\n?!]{{2,70}}?(?:\n[^\n?!]{{0,40}}?)?\b{_CODE}\b{_TOWN}",
        rf"\b(?:{_STREET})(?= )[^\n?!\d]{{2,50}}?,? ?(?:n[º°.] ?)?\d{{1,4}}\b{_REST}\b{_CODE}\b{_TOWN}",
        rf"\b\d{{1,4}}[a-z]? [A-Z][^\n?!\d]{{2,40}}?\b(?:{_STREET_EN})(?![\w]){_REST}\b{_CODE}\b",
    )
)

_PHONE = re.compile(
    rf"(?<!\d[.,:])(?<![\w/€$£#-])(?:(?:\+|00){_SEP}?\d{{1,3}}{_SEP}{{0,2}})?(?:\(\d{{1,5}}\){_SEP}{{0,2}})?\d{{1,11}}(?:{_SEP}{{1,2}}\d{{1,8}}){{0,7}}"
    r"(?: ?(?:x|ext\.?|poste) ?\d{1,5})?(?![\w€$£%]|[.,:]\d| ?(?:€|\$|£|%|euros?\b|eur\b|dollars?\b|yuans?\b|km\b|m²|kg\b|grammes?\b))",
    re.IGNORECASE,
)
_NEAR_PHONE = re.compile(
    r"(?:\btel|\btél|phone|\bcall|\bmobile|\bcell|\bfax|(?:office|desk|home|work|direct)[.:]|answering at|registered|text me|sms"
    r"|whatsapp|\bring|reach|messages to|contact number|your number"
    r"|appel|portable|joign|joindre|téléphon|rappel|mon numéro|son numéro|mon num\b|móvil|movil|llam|teléfono|mi número|numero es)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?|poste) ?\d+$", re.IGNORECASE)
_TOLD_AFTER = re.compile(r"[ (-]{1,3}(?:fax|office|mobile|home|desk|work|portable|bureau|domicile|móvil|casa|oficina)\b", re.IGNORECASE)
_NOT_A_PHONE = re.compile(
    r"(?:order|commande|pedido|invoice|facture|factura|ref|réf|article|artículo|tracking|suivi|colis|seguimiento|ticket|dossier|expediente|serial"
    r"|série|contrat|contrato|contract|policy|isbn|ean|siret|siren|version|model|modèle|flight|vol|vuelo|n°|nº|#|id|case|réservation|reservation|reserva"
    r"|booking|reference|transaction)\W*(?:(?:number|numéro|número|no|num|is|est|es|de|of|the|la|le|suivi)\W*){0,3}$",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?:\d{{1,2}}{_SEP}\d{{1,2}}{_SEP}(?:19|20)?\d{{2}}|(?:19|20)\d{{2}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}})(?: \d{{1,2}})?")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ \-–/.]*)+")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_NEAR_CARD = re.compile(r"\b(?:card|carte|tarjeta|visa|mastercard|amex|cb)\b", re.IGNORECASE)
_IBAN_LENGTH = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27,
    "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text, from `start` to before `end`, and its kind."""

    start: int
    end: int
    kind: str


def mask(text: str, *, spared: Collection[str] = (), words: "re.Pattern[str] | None" = None) -> str:
    """The text with every find replaced by its token; the same string when there is none.

    `spared`: numbers and addresses that may be read (digits alone, or an address in lower case), as the brand's own line. `words`: a
    pattern (of `pattern_of`) whose matches are hidden too.
    """
    if not _worth_a_look(text) and (words is None or not words.search(text)):
        return text
    kept, at = [], 0
    for found in find(text, spared=spared, words=words):
        kept += [text[at : found.start], f"⟦{found.kind}⟧"]
        at = found.end
    return "".join([*kept, text[at:]]) if kept else text


def _worth_a_look(text: str) -> bool:
    if _MARK.search(text):
        return True
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def find(text: str, *, spared: Collection[str] = (), words: "re.Pattern[str] | None" = None) -> list[Found]:
    """Everything that would be hidden, in order, never overlapping: the first rule that finds a place has it."""
    taken: list[Found] = []
    for kind, rule in _RULES:
        for start, end in rule(text):
            if not any(start < other.end and other.start < end for other in taken) and _bare(text[start:end]) not in spared:
                taken.append(Found(start, end, kind))
    for match in words.finditer(text) if words else ():
        if not any(match.start() < other.end and other.start < match.end() for other in taken):
            taken.append(Found(match.start(), match.end(), "word"))
    return sorted(taken, key=lambda found: found.start)


def spared_of(lines: str) -> frozenset[str]:
    """What a list of numbers and addresses, one a line or with commas, lets pass."""
    return frozenset(_bare(line) for line in re.split(r"[,;\n]", lines) if line.strip())


def pattern_of(lines: str) -> "re.Pattern[str] | None":
    """A pattern for blocked words, one a line or with commas, whole words in any case; `*` stands for more letters. None when empty."""
    words = [re.escape(word.strip()).replace(r"\*", r"\w*") for word in re.split(r"[,;\n]", lines) if word.strip(" *")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None


def mask_address_of_page(url: str) -> str:
    """A page's address without what a form may have put into it: such a value reads `hidden`; the rest stays a working address."""
    parts = urlsplit(url)
    if not (parts.query or parts.fragment or "@" in url or "%40" in url):
        return url
    path = "/".join("hidden" if "@" in (plain := unquote(piece)) and _EMAIL.search(plain) else piece for piece in parts.path.split("/"))
    query = "&".join(_pair(piece) for piece in parts.query.split("&"))
    fragment = "hidden" if mask(unquote(parts.fragment)) != unquote(parts.fragment) else parts.fragment
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, query, fragment))


_TELLING = re.compile(
    r"mail|phone|^tel$|mobile|pass|token|secret|session|^sid$|^iban$|card|address|adresse|birth|^code$|auth|key$|jwt", re.IGNORECASE
)


def _pair(piece: str) -> str:
    name, equals, value = piece.partition("=")
    plain = unquote(value.replace("+", " "))
    hidden = value and (_TELLING.search(unquote(name)) or mask(plain) != plain)
    return f"{name}=hidden" if equals and hidden else piece


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iban_holds(iban: str) -> bool:
    """Whether the check digits are right: ISO 13616, remainder 1 modulo 97 (ISO/IEC 7064)."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _bare(text: str) -> str:
    text = text.strip().lower()
    return re.sub(r"\s", "", text) if "@" in text else _digits(text)


def _digits(text: str) -> str:
    """The digits alone, whatever script they are written in, as 0 to 9."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def _card(text: str) -> Iterator[tuple[int, int]]:
    for match in _DIGITS.finditer(text):
        digits = _digits(match[0])
        # 12 digits and more that pass, or the usual lengths beside the word: a typing error does not make a card harmless.
        told = len(digits) >= 14 and _NEAR_CARD.search(text[max(0, match.start() - 40) : match.end() + 20])
        if 12 <= len(digits) <= 19 and digits[0] in "123456" and _as_on_a_card(match[0]) and (told or luhn(digits)):
            yield match.span()


def _as_on_a_card(written: str) -> bool:
    """In one piece, digit by digit, or in groups as cards have them; other groupings are sums, dates and telephone numbers."""
    groups = [len(group) for group in re.findall(r"\d+", written)]
    fours = len(groups) >= 3 and set(groups[:-1]) == {4} and groups[-1] <= 4
    return len(groups) == 1 or fours or groups in ([4, 6, 5], [4, 6, 4]) or max(groups) == 1


def _iban(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := _IBAN.search(text, at):
        end = _iban_end(match)
        if end:
            yield match.start(), match.start() + end
        at = match.start() + (end or 1)


def _iban_end(match: "re.Match[str]") -> int:
    """How long the account number at this place is, as written; 0 when it is none."""
    length, body = _IBAN_LENGTH.get(match[1].upper(), 0), ""
    for end, letter in enumerate(match[0], 1):
        body += letter if letter.isalnum() else ""
        if length and len(body) == length:
            if body.isascii() and iban_holds(body.upper()):
                return end
            # Right country, right length, in one piece: a wrong check digit is a typing error, still somebody's account.
            return end if body == match[0] and sum(map(str.isdigit, body)) * 2 > length else 0
    return 0


def _email(text: str) -> Iterator[tuple[int, int]]:
    for match in _EMAIL.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip(".'-"))
        yield start, match.end()


def _password(text: str) -> Iterator[tuple[int, int]]:
    for match in _PASSWORD.finditer(text):
        said = match["it"].strip(".,;!?)").lower()
        if said and said not in _NOT_A_SECRET:
            yield match.start("it"), match.start("it") + len(match["it"].rstrip(".,;?)"))


def _address(text: str) -> Iterator[tuple[int, int]]:
    for rule in _ADDRESS:
        for match in rule.finditer(text):
            yield match.span()


def _phone(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        written = match[0].rstrip(" .-–_/")
        digits = _digits(_EXTENSION.sub("", written))
        if 7 <= len(digits) <= 15 and _dialled(
            written, digits, text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 12]
        ):
            yield match.start(), match.start() + len(written)


def _dialled(written: str, digits: str, before: str, after: str) -> bool:
    """Whether these digits are grouped as a number to dial, or said to be one."""
    if _DATE.fullmatch(written) or _YEARS.fullmatch(written) or _IP.fullmatch(written):
        return False
    if written.startswith("+"):
        return len(digits) >= 8
    if _NOT_A_PHONE.search(before):
        return False
    groups = [len(group) for group in re.findall(r"\d+", written)]
    if _NEAR_PHONE.search(before) or _TOLD_AFTER.match(after):
        return True
    return _grouped(written, digits, groups)


def _grouped(written: str, digits: str, groups: list[int]) -> bool:
    if len(groups) == 1:
        return (len(digits) in (10, 11) and digits[0] == "0") or (len(digits) == 9 and digits[0] in "67")
    if "/" in written:
        return digits[0] == "0" and len(digits) >= 9
    if written.startswith("00") and len(digits) >= 10:
        return True
    if digits[0] == "0" and groups[0] >= 2 and 9 <= len(digits) <= 11 and groups not in ([3, 2, 4], [5, 4], [5, 5]):
        return True
    if written.startswith("("):
        return True
    thousands = groups[0] <= 3 and all(size == 3 for size in groups[1:])
    if len(digits) == 9 and digits[0] in "6789" and " " in written and groups in ([3, 3, 3], [3, 2, 2, 2]):
        return True
    # Two by two, three and four, as numbers are read out; three by three is how sums are written.
    return not thousands and max(groups) <= 8 and groups in _LOCAL


_LOCAL = (
    [2, 2, 2, 2], [3, 3, 4], [1, 3, 3, 4], [3, 2, 3], [2, 3, 3], [3, 2, 2, 2], [2, 3, 2, 2], [2, 7], [2, 8], [4, 7], [5, 6], [4, 3, 3],
    [4, 3, 2, 2], [5, 3, 3], [4, 2, 2, 2], [2, 4, 4], [2, 3, 3, 4], [2, 6], [2, 3, 3, 2], [2, 2, 2, 2, 2], [3, 3, 2, 2],
)  # fmt: skip

_RULES: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("email", _email),
    ("password", _password),
    ("iban", _iban),
    ("card", _card),
    ("address", _address),
    ("phone", _phone),
)
