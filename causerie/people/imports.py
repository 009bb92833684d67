"""Ambassadors from a CSV file: everything is looked at first, then everything is written or nothing is."""

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from causerie.brands.models import Brand, Topic
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership, Person

COLUMNS = ("email", "name", "languages", "topics", "story", "expertise", "role", "password")
NEEDED = ("email", "name")
_SEVERAL = re.compile(r"[|;,]")


@dataclass
class Row:
    """One line that may be written."""

    line: int
    email: str
    name: str
    languages: list[str]
    topics: list[int]
    story: str
    expertise: str
    role: str
    password: str


@dataclass
class Outcome:
    """What the import did, or why it did nothing (`errors`)."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_rows(text: str, brand: Brand) -> tuple[list[Row], Outcome]:
    """The lines of a CSV file, and what is to be said about them. Separators: comma or semicolon."""
    outcome = Outcome()
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_separator(text), skipinitialspace=True)
    header = [(name or "").strip().lower() for name in reader.fieldnames or []]
    reader.fieldnames = header
    outcome.errors += _header_errors(header)
    if outcome.errors:
        return [], outcome
    parser = _Parser(brand)
    rows: dict[str, Row] = {}
    for raw in reader:
        number = reader.line_num
        if not any((value or "").strip() for key, value in raw.items() if key is not None):
            continue
        row, errors = parser.row(number, raw)
        outcome.errors += [f"line {number}: {error}" for error in errors]
        if row and row.email in rows:
            outcome.notes.append(f"line {number}: {row.email} stands on line {rows[row.email].line} already; the first one counts.")
        elif row:
            rows[row.email] = row
    return list(rows.values()), outcome


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _header_errors(header: list[str]) -> list[str]:
    errors = [
        f"the column “{name}” is missing. The first line must name the columns: {', '.join(COLUMNS)}."
        for name in NEEDED
        if name not in header
    ]
    errors += [f"the column “{name}” is not known. Known: {', '.join(COLUMNS)}." for name in header if name not in COLUMNS]
    errors += [f"the column “{name}” stands there twice." for name in sorted({name for name in header if header.count(name) > 1})]
    return errors


class _Parser:
    """Looks at one line at a time, for one brand."""

    def __init__(self, brand: Brand) -> None:
        self._topics = {topic.name.lower(): topic.id for topic in Topic.objects.filter(brand=brand)}
        site = brand.sites.order_by("id").first()
        self._language = site.language if site else settings.LANGUAGE_CODE
        self._passwords: dict[str, str] = {}

    def row(self, number: int, raw: dict[str, str | None]) -> tuple[Row | None, list[str]]:
        """The row, or None and what is wrong with it in words."""
        errors: list[str] = []
        if None in raw:
            errors.append("there are more values than columns. Put quotes around a value that contains the separator.")
        cell = {name: (raw.get(name) or "").strip() for name in COLUMNS}
        email = cell["email"].lower()
        errors += _email_error(email)
        name = self._name(cell["name"], errors)
        languages = self._languages(cell["languages"], errors)
        topics = self._topic_ids(cell["topics"], errors)
        role = cell["role"].lower() or Membership.Role.AMBASSADOR
        if role not in Membership.Role.values:
            errors.append(f"“{role}” is not a role. Choose one of: {', '.join(Membership.Role.values)}.")
        errors += self._password_error(cell["password"])
        for column, limit in (("story", 160), ("expertise", 120)):
            if len(cell[column]) > limit:
                errors.append(f"the {column} has {len(cell[column])} characters; {limit} at most.")
        story, expertise = clean_optional(cell["story"], limit=160), clean_optional(cell["expertise"], limit=120)
        row = Row(number, email, name, languages, topics, story, expertise, role, cell["password"])
        return (None if errors else row), errors

    def _name(self, text: str, errors: list[str]) -> str:
        try:
            return clean(text, limit=40, lines=False)
        except Refused as refused:
            errors.append("the name is missing." if refused.code == "empty" else "the name is longer than 40 characters.")
            return ""

    def _languages(self, text: str, errors: list[str]) -> list[str]:
        known = dict(settings.LANGUAGES)
        codes = [word.strip().lower() for word in _SEVERAL.split(text) if word.strip()] or [self._language]
        errors += [f"“{code}” is not a language here. Known: {', '.join(known)}." for code in codes if code not in known]
        return list(dict.fromkeys(codes))

    def _topic_ids(self, text: str, errors: list[str]) -> list[int]:
        names = [word.strip() for word in _SEVERAL.split(text) if word.strip()]
        known = ", ".join(sorted(self._topics)) or "none yet"
        errors += [
            f"the topic “{name}” does not exist for this brand. Known: {known}." for name in names if name.lower() not in self._topics
        ]
        return sorted({self._topics[name.lower()] for name in names if name.lower() in self._topics})

    def _password_error(self, password: str) -> list[str]:
        """Each different password is judged once."""
        if password and password not in self._passwords:
            try:
                validate_password(password)
                self._passwords[password] = ""
            except ValidationError as error:
                self._passwords[password] = f"the password cannot be used: {' '.join(error.messages)}"
        found = self._passwords.get(password, "")
        return [found] if found else []


def _email_error(email: str) -> list[str]:
    try:
        validate_email(email)
    except ValidationError:
        return [f"“{email}” is not an e-mail address." if email else "the e-mail address is missing."]
    return []


def import_people(*, brand: Brand, text: str) -> Outcome:
    """Add or update the brand's members from a CSV text. With one error, nothing is written.

    The password of an account that exists already is never changed: it may serve another brand.
    """
    rows, outcome = read_rows(text, brand)
    if outcome.errors:
        return outcome
    with write():
        people = _people(rows, outcome)
        _members(brand, rows, people, outcome)
    return outcome


def _people(rows: list[Row], outcome: Outcome) -> dict[str, Person]:
    known = {person.email: person for person in _by_email(row.email for row in rows)}
    passwords = {row.password for row in rows if row.email not in known}
    # A hash is slow on purpose: one for each different password.
    hashes = {password: make_password(password or None) for password in passwords}
    fresh = [Person(email=row.email, password=hashes[row.password], language=row.languages[0]) for row in rows if row.email not in known]
    outcome.notes += [
        f"line {row.line}: {row.email} has an account already; its password stays as it is."
        for row in rows
        if row.password and row.email in known
    ]
    Person.objects.bulk_create(fresh, batch_size=500)
    return known | {person.email: person for person in _by_email(person.email for person in fresh)}


def _by_email(emails: Iterable[str]) -> list[Person]:
    wanted = list(emails)
    return [person for start in range(0, len(wanted), 500) for person in Person.objects.filter(email__in=wanted[start : start + 500])]


_FIELDS = ("name", "languages", "story", "expertise", "role")


def _members(brand: Brand, rows: list[Row], people: dict[str, Person], outcome: Outcome) -> None:
    known = {member.person_id: member for member in Membership.objects.filter(brand=brand)}
    fresh, changed = [], []
    for row in rows:
        member = known.get(people[row.email].pk)
        if member is None:
            capacity = min(3, brand.capacity_cap)
            values = {name: getattr(row, name) for name in _FIELDS}
            fresh.append(Membership(brand=brand, person=people[row.email], capacity=capacity, **values))
        elif _differs(member, row):
            for name in _FIELDS:
                setattr(member, name, getattr(row, name))
            member.ended_at = None
            changed.append(member)
    Membership.objects.bulk_create(fresh, batch_size=500)
    Membership.objects.bulk_update(changed, [*_FIELDS, "ended_at"], batch_size=500)
    retopic = _topics(brand, rows, people)
    touched = {member.person_id for member in changed} | (retopic & set(known))
    outcome.added, outcome.updated = len(fresh), len(touched)
    outcome.unchanged = len(rows) - len(fresh) - len(touched)


def _differs(member: Membership, row: Row) -> bool:
    return member.ended_at is not None or any(getattr(member, name) != getattr(row, name) for name in _FIELDS)


def _topics(brand: Brand, rows: list[Row], people: dict[str, Person]) -> set[int]:
    """Each member's topics become those of the file. Returns the people whose topics changed."""
    through = Membership.topics.through
    members = dict(Membership.objects.filter(brand=brand).values_list("person_id", "id"))
    owners = {number: person for person, number in members.items()}
    wanted = {(members[people[row.email].pk], topic) for row in rows for topic in row.topics}
    mine = {members[people[row.email].pk] for row in rows}
    pairs = through.objects.filter(membership__brand=brand).values_list("id", "membership_id", "topic_id")
    there = {(member, topic): number for number, member, topic in pairs if member in mine}
    through.objects.bulk_create([through(membership_id=m, topic_id=t) for m, t in sorted(wanted - set(there))], batch_size=500)
    gone = [number for pair, number in there.items() if pair not in wanted]
    for start in range(0, len(gone), 500):
        through.objects.filter(id__in=gone[start : start + 500]).delete()
    return {owners[member] for member, _ in wanted ^ set(there)}


def run(arguments: argparse.Namespace) -> int:
    """The command `causerie people import FILE.csv --brand SLUG`."""
    brand = Brand.objects.filter(slug=arguments.brand).first()
    if brand is None:
        known = ", ".join(Brand.objects.values_list("slug", flat=True)) or "none yet"
        print(f"causerie: there is no brand “{arguments.brand}”. Known: {known}.", file=sys.stderr)
        return 1
    try:
        text = Path(arguments.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        print(f"causerie: {arguments.file} cannot be read: {why}.", file=sys.stderr)
        return 1
    outcome = import_people(brand=brand, text=text)
    for line in (*outcome.notes, *outcome.errors):
        print(line, file=sys.stderr)
    if outcome.errors:
        print(f"Nothing was written: {len(outcome.errors)} to correct.", file=sys.stderr)
        return 1
    print(f"{brand.name}: {outcome.added} added, {outcome.updated} updated, {outcome.unchanged} unchanged.")
    return 0
