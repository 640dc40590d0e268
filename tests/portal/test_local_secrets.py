import stat
from concurrent.futures import ThreadPoolExecutor

from cryptography.fernet import Fernet

from portal.embedded import local_secrets


def test_keys_stay_the_same_from_one_start_to_the_next(tmp_path):
    assert local_secrets(tmp_path) == local_secrets(tmp_path)


def test_two_folders_have_different_keys(tmp_path):
    one, other = local_secrets(tmp_path / "one"), local_secrets(tmp_path / "other")
    assert not set(one.values()) & set(other.values())


def test_only_the_user_reads_them(tmp_path):
    local_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: local_secrets(tmp_path), range(8)))
    assert all(keys == seen[0] for keys in seen)


def test_the_field_key_fits_its_cipher(tmp_path):
    cipher = Fernet(local_secrets(tmp_path)["FIELD_KEY"])
    assert cipher.decrypt(cipher.encrypt(b"001185000123")) == b"001185000123"
