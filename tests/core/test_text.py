"""Vietnamese order and folding, on the names of real communes."""

import unicodedata

import pytest

from core.text import fold, normalise_name, sort_key, visible_lines

IN_ORDER = [
    "An Khánh",
    "Ba Đình",
    "Ba Vì",
    "Bạch Mai",
    "Bát Tràng",
    "Bất Bạt",
    "Cầu Giấy",
    "Chương Dương",
    "Chương Mỹ",
    "Cổ Đô",
    "Cửa Nam",
    "Dân Hòa",
    "Dương Hòa",
    "Dương Nội",
    "Đa Phúc",
    "Đại Mỗ",
    "Đại Thanh",
    "Đan Phượng",
    "Định Công",
    "Đông Anh",
    "Đống Đa",
    "Đông Ngạc",
    "Hạ Bằng",
    "Hà Đông",
    "Hòa Lạc",
    "Hoài Đức",
    "Hoàn Kiếm",
    "Hoàng Liệt",
    "Hoàng Mai",
    "Hồng Hà",
    "Hồng Sơn",
    "Hưng Đạo",
    "Hương Sơn",
    "Láng",
    "Lĩnh Nam",
    "Ngọc Hà",
    "Ngọc Hồi",
    "Ô Chợ Dừa",
    "Ô Diên",
    "Phú Thượng",
    "Phúc Lộc",
    "Phúc Lợi",
    "Phúc Sơn",
    "Phúc Thịnh",
    "Phúc Thọ",
    "Phượng Dực",
    "Phương Liệt",
    "Văn Miếu - Quốc Tử Giám",
    "Vân Đình",
    "Vật Lại",
    "Việt Hưng",
    "Yên Bài",
    "Yên Hòa",
]


def test_it_sorts_the_communes_like_the_dictionary():
    assert sorted(sorted(IN_ORDER), key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Đa Phúc", "Đại Mỗ"),
        ("Dương Nội", "Đa Phúc"),  # đ is a letter of its own, after d
        ("Bát Tràng", "Bất Bạt"),  # a before â
        ("Văn Miếu - Quốc Tử Giám", "Vân Đình"),  # ă before â
        ("Phúc Lộc", "Phúc Lợi"),  # ô before ơ
        ("Hưng Đạo", "Hương Sơn"),
        ("Hồng Vân", "Hưng Đạo"),  # o, ô, ơ, u, ư
        ("Ngọc Hồi", "Ô Chợ Dừa"),
        ("Phúc Thịnh", "Phúc Thọ"),
        ("Hòa Lạc", "Hoài Đức"),  # a shorter word first
        ("Hà Đông", "Hát Môn"),
        ("Tây Mỗ", "Tây Phương"),
        ("Phượng Dực", "Phương Liệt"),  # the letters of the whole name first: D before L
        ("Thanh Liệt", "Thạnh Liệt"),  # only then the tone
    ],
)
def test_it_sorts_pairs_like_the_dictionary(earlier, later):
    assert sort_key(earlier) < sort_key(later)


def test_tones_follow_the_dictionary():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(set(tones), key=sort_key) == tones


def test_letters_of_the_whole_name_count_before_any_tone():
    assert sorted(["Hòa An", "Hoa Lạc", "Hoa An", "Hóa An"], key=sort_key) == ["Hoa An", "Hòa An", "Hóa An", "Hoa Lạc"]


def test_the_alphabet_is_in_order():
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(set(alphabet), key=sort_key) == alphabet


def test_a_letter_with_a_sister_stays_before_it_whatever_follows():
    assert sorted(["ăn", "az", "a", "ân", "ba"], key=sort_key) == ["a", "az", "ăn", "ân", "ba"]


def test_the_key_is_ascii_so_that_bytes_decide():
    assert all(sort_key(name).isascii() for name in [*IN_ORDER, "Čư M’gar", "Ñ", "Я", "ß"])


@pytest.mark.parametrize("other", ["Hoà Lạc", "HÒA LẠC", " Hòa  Lạc ", unicodedata.normalize("NFD", "Hòa Lạc")])
def test_spelling_case_and_form_do_not_move_a_name(other):
    assert sort_key(other) == sort_key("Hòa Lạc")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đống  Đa", "dong da"),
        ("Hoà Lạc", "hoa lac"),
        ("Hòa Lạc", "hoa lac"),
        ("Ô Chợ Dừa", "o cho dua"),
        ("Phượng Dực", "phuong duc"),
        (unicodedata.normalize("NFD", "Đường Đại La"), "duong dai la"),
        ("\tVăn Miếu - Quốc Tử Giám\n", "van mieu - quoc tu giam"),
        ("", ""),
    ],
)
def test_it_folds_for_search(text, folded):
    assert fold(text) == folded


def test_it_writes_a_name_one_way():
    typed = unicodedata.normalize("NFD", "  Nguyễn   Thị\u00a0Ánh ")
    assert normalise_name(typed) == "Nguyễn Thị Ánh"
    assert unicodedata.is_normalized("NFC", normalise_name(typed))


def test_it_keeps_the_letters_of_minority_names():
    assert normalise_name("Y Bhĭŏ  Êban") == "Y Bhĭŏ Êban"


UNSEEN = "\u202e\u2066\u200b\u200d\ufeff\u00ad\x00\x07\x7f\x9f"


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_nobody_sees_are_dropped(sign):
    assert normalise_name(f"Trần {sign} Th{sign}ị{sign}") == "Trần Thị"
    assert visible_lines(f"{sign}a\tb{sign}\nc") == "a\tb\nc"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85"])
def test_every_end_of_a_line_is_one_kind_of_end(end):
    assert visible_lines(f"a{end}b") == "a\nb"
    assert normalise_name(f"a{end}b") == "a b"
