"""Whatever a page says of its bytes, its text comes out right or is flagged."""

from __future__ import annotations

import codecs

import pytest

from newscrawl.extraction.charset import SAMPLE_BYTES, decode, undo_double_encoding
from newscrawl.extraction.page import Page

TEXTS = {
    "ru": "Паром на остров вернётся в понедельник, сообщили в управлении порта. Рыбаки ждали его два дня.",
    "el": "Το πλοίο για το νησί επιστρέφει τη Δευτέρα, ανακοίνωσε το λιμεναρχείο της πόλης.",
    "he": "המעבורת אל האי תחזור ביום שני, כך הודיעה הנהלת הנמל. הדייגים חיכו לה יומיים.",
    "ar": "تعود العبارة إلى الجزيرة يوم الاثنين، كما أعلنت إدارة الميناء في المدينة.",
    "th": "เรือข้ามฟากไปเกาะจะกลับมาในวันจันทร์ สำนักงานท่าเรือแจ้งเมื่อวานนี้",
    "ja": "島へ行く連絡船は月曜日に再開する、と港の事務所が発表した。漁師たちは二日間待っていた。",
    "zh": "开往岛上的渡轮将于星期一恢复通航，港务局昨天宣布。渔民们已经等了两天。",
    "zh-Hant": "開往島上的渡輪將於星期一恢復通航，港務局昨天宣布。漁民們已經等了兩天。",
    "ko": "섬으로 가는 여객선이 월요일에 다시 다닌다고 항만 사무소가 밝혔다. 어부들은 이틀을 기다렸다.",
    "pl": "Prom na wyspę wróci w poniedziałek, ogłosił zarząd portu. Rybacy czekali na niego dwa dni, więc się cieszą.",
    "cs": "Trajekt na ostrov se vrátí v pondělí, oznámila správa přístavu. Rybáři na něj čekali už dva dny.",
    "de": "Die Fähre zur Insel fährt ab Montag wieder, teilte das Hafenamt für Küstenschutz mit. Die Fischer müssen "
    "also nicht länger warten, hieß es am späten Abend.",
    "fr": "Le bac vers l’île sera de retour lundi, a annoncé la capitainerie. Les pêcheurs l’ont attendu deux jours, "
    "inquiets de voir l’été déjà passé.",
    "tr": "Adaya giden vapur pazartesi günü geri dönüyor, liman müdürlüğü duyurdu. Balıkçılar iki gün beklemişti.",
}
WRITTEN_IN = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"), ("el", "cp1253"), ("he", "cp1255"),
    ("ar", "cp1256"), ("th", "cp874"), ("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030"), ("zh-Hant", "big5hkscs"),
    ("ko", "cp949"), ("pl", "cp1250"), ("pl", "iso8859-2"), ("cs", "cp1250"), ("de", "cp1252"), ("fr", "cp1252"),
    ("tr", "cp1254"), ("ja", "utf-16-le"), ("zh", "utf-16-be"), ("de", "utf-16-le"), ("de", "utf-8"), ("zh", "utf-8"),
]  # fmt: skip
LABELS = (
    None, "utf-8", "iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "gb2312", "shift_jis", "big5", "euc-kr",
    "iso-8859-2", "utf-16",
)  # fmt: skip


def markup(language: str) -> str:
    text = TEXTS[language]
    return f"<html><head><title>{text[:20]}</title></head><body><h1>{text[:30]}</h1>" + f"<p>{text}</p>\n" * 4


def is_the_same(label: str, charset: str) -> bool:
    """Whether a label is the charset's own, or of the narrower one that it holds."""
    wider = {
        "gb2312": "gb18030",
        "shift_jis": "cp932",
        "euc-kr": "cp949",
        "big5": "big5hkscs",
        "iso-8859-1": "cp1252",
        "windows-1252": "cp1252",
    }
    return codecs.lookup(wider.get(label, label)).name == codecs.lookup(charset).name


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("language", "charset"), WRITTEN_IN)
def test_whatever_the_label_the_text_is_right_and_a_wrong_label_is_told(
    language: str, charset: str, label: str | None
) -> None:
    text = "".join(char for char in markup(language) if char.encode(charset, "ignore"))
    decoded = decode(text.encode(charset), f"text/html; charset={label}" if label else None)
    assert decoded.text == text
    if label is not None and is_the_same(label, charset):
        assert not decoded.is_repaired
    elif label is not None and "utf-16" not in (label, charset[:6]):  # of UTF-16, only the bytes can tell
        assert decoded.is_repaired or text.encode(charset).decode(label, "replace") == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_outweighs_the_label(charset: str) -> None:
    decoded = decode(markup("zh").encode(charset), "text/html; charset=gb2312")
    assert (decoded.text, decoded.is_repaired) == (markup("zh"), False)


def test_a_mark_of_utf8_before_another_charset_is_overruled_and_flagged() -> None:
    decoded = decode(codecs.BOM_UTF8 + markup("ru").encode("cp1251"))
    assert TEXTS["ru"] in decoded.text
    assert decoded.is_repaired


def test_a_few_bytes_of_another_charset_in_utf8_are_read_as_windows_1252() -> None:
    body = markup("ru").encode() + "<p>Größe</p>".encode("cp1252")
    decoded = decode(body, "text/html; charset=utf-8")
    assert (decoded.text, decoded.is_repaired) == (markup("ru") + "<p>Größe</p>", True)


def test_short_texts_are_what_they_are_declared_as() -> None:
    for text, charset in (("Größe", "iso-8859-1"), ("Паром", "windows-1251"), ("联通", "gbk")):
        decoded = decode(text.encode(charset), f"text/html; charset={charset}")
        assert (decoded.text, decoded.is_repaired) == (text, False)


@pytest.mark.parametrize("body", [bytes(range(128, 256)) * 40, b"\xc3\x28 " * 2000, b"\x81\xff\xfe\xe0\x90" * 400])
def test_bytes_of_no_charset_are_flagged(body: bytes) -> None:
    assert decode(b"<p>" + body).is_repaired
    assert decode(b"<p>" + body, "text/html; charset=utf-8").is_repaired


def test_zero_bytes_do_not_make_a_page_utf16() -> None:
    for body in (b"\0" * 5000, b"<p>Rain\0ends\0" * 500, b"<p>a\0\0" * 500):
        assert decode(body).charset == "utf-8"


def test_the_sample_for_the_detector_is_bounded() -> None:
    assert decode(("<script>" + "x" * 1_000_000 + "</script>" + markup("ru")).encode("cp1251")).charset == "cp1251"
    assert decode(("Паром " * 100_000).encode("cp1251")).charset == "cp1251"
    assert SAMPLE_BYTES < 10_000


def encoded_twice(text: str) -> str:
    return "".join(bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in text.encode())


@pytest.mark.parametrize("language", [name for name in TEXTS if name not in ("th", "he", "ar", "el")])
def test_text_that_was_encoded_twice_is_read_twice_and_flagged(language: str) -> None:
    for body in (encoded_twice(markup(language)), encoded_twice(markup(language)).encode()):
        page = Page(body, "https://times.test/a")
        assert page.blocks[1].text == TEXTS[language]
        assert page.has_repaired_charset


def test_a_part_that_was_encoded_twice_is_mended_alone() -> None:
    text = encoded_twice("Größe, Höhe, Maß und Öl ") + "Straße"
    assert undo_double_encoding(text) == ("Größe, Höhe, Maß und Öl Straße", True)


@pytest.mark.parametrize("text", ["CAFÉ» NÃO É", "Ângela, Ão, Ã", "SÃO PAULO – AÇÃO", *TEXTS.values()])
def test_text_that_was_encoded_once_stays(text: str) -> None:
    assert undo_double_encoding(text * 20) == (text * 20, False)
