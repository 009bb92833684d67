"""Numbers of rows, their public form, and secrets."""

from hypothesis import given
from hypothesis import strategies as st

from causerie.kernel import ids
from causerie.kernel.ids import digest, from_public, new_id, new_secret, to_public


@given(st.integers(0, 2**55 - 1))
def test_a_number_comes_back_from_its_public_form(number):
    text = to_public(number)
    assert len(text) == 11
    assert from_public(text) == number


@given(st.one_of(st.text(max_size=14), st.text("0123456789abcdefghjkmnpqrstvwxyzilou", min_size=11, max_size=11)))
def test_any_other_text_is_no_number_and_no_error(text):
    number = from_public(text)
    assert number is None or to_public(number) == text


def test_a_text_that_looks_alike_is_another():
    text = to_public(new_id())
    for other in (text.upper(), f"{text}\n", f" {text}", text[:10], f"{text}0", "٠" * 11):
        assert from_public(other) is None or other == text


def test_ids_rise_with_time_and_are_safe_in_javascript(monkeypatch):
    now = [1_800_000_000_000]
    monkeypatch.setattr(ids, "now_ms", lambda: now[0])
    numbers = []
    for _ in range(100):
        numbers.append(new_id())
        now[0] += 1
    assert numbers == sorted(numbers)
    assert max(numbers) < 2**53
    assert [to_public(one) for one in numbers] == sorted(to_public(one) for one in numbers)


def test_secrets_are_long_and_never_the_same():
    some = {new_secret() for _ in range(1000)}
    assert len(some) == 1000
    assert {len(one) for one in some} == {43}


def test_what_is_stored_of_a_secret_does_not_give_it_back():
    secret = new_secret()
    assert digest(secret) == digest(secret)
    assert secret not in digest(secret)
    assert len(digest(secret)) == 64
