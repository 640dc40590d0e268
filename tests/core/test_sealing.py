"""Sealed text and keyed hashes, also while keys change."""

import pytest
from cryptography.fernet import Fernet

from core.sealing import SealBroken, hash_key_id, keyed_hash, keyed_hashes, seal, unseal

NUMBER = "001185000123"


def test_it_opens_what_it_sealed():
    sealed = seal(NUMBER)
    assert NUMBER.encode() not in sealed
    assert unseal(sealed) == NUMBER
    assert unseal(memoryview(sealed)) == NUMBER  # what the database hands back


def test_two_seals_of_one_text_differ():
    assert seal(NUMBER) != seal(NUMBER)


def test_it_opens_old_seals_after_a_new_key_came_first(settings):
    sealed = seal(NUMBER)
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert unseal(sealed) == NUMBER
    renewed = seal(NUMBER)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert unseal(renewed) == NUMBER


def test_it_says_when_no_key_opens_a_seal(settings):
    sealed = seal(NUMBER)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SealBroken) as refusal:
        unseal(sealed)
    assert NUMBER not in str(refusal.value)


def test_a_hash_depends_on_text_and_key(settings):
    before, key_before = keyed_hash(NUMBER), hash_key_id()
    assert before == keyed_hash(NUMBER) != keyed_hash("001185000124")
    assert len(before) == 32
    settings.HASH_KEYS = ["another", *settings.HASH_KEYS]
    assert keyed_hash(NUMBER) != before
    assert hash_key_id() != key_before


def test_a_look_up_finds_rows_of_every_present_key(settings):
    old = keyed_hash(NUMBER)
    settings.HASH_KEYS = ["another", *settings.HASH_KEYS]
    assert keyed_hashes(NUMBER) == (keyed_hash(NUMBER), old)


def test_the_number_of_a_key_fits_a_small_column(settings):
    settings.HASH_KEYS = ["one"]
    assert 0 <= hash_key_id() < 2**15
