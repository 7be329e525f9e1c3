"""Languages are told from a few sentences, and not from less."""

from __future__ import annotations

import pytest

from newscrawl.extraction.language import detect_language, language_tag


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The harbour was closed for the night, and the last ferry had left before anyone could say why.",
        ),
        (
            "de",
            "Der Hafen war für die Nacht geschlossen, und die letzte Fähre war schon weg, als man es im Ort erfuhr.",
        ),
        (
            "fr",
            "Le port était fermé pour la nuit, et le dernier bac avait quitté le quai quand la nouvelle est venue.",
        ),
        (
            "es",
            "El puerto estaba cerrado por la noche y el último barco había salido antes de que se supiera allí.",
        ),
        ("pt", "O porto estava fechado durante a noite e o último barco já não se via quando a notícia chegou à vila."),
        (
            "it",
            "Il porto era chiuso per la notte e l'ultimo battello era già partito quando la notizia è arrivata.",
        ),
        (
            "nl",
            "De haven was voor de nacht gesloten en de laatste boot was al weg toen het bericht in het dorp aankwam.",
        ),
        ("sv", "Hamnen var stängd för natten och den sista färjan hade redan gått när beskedet kom till byn på ön."),
        ("pl", "Port był zamknięty na noc, a ostatni prom odpłynął, zanim wiadomość o tym dotarła do wsi na wyspie."),
        (
            "tr",
            "Liman gece için kapatıldı ve son vapur bu haber köye ulaşmadan önce ayrılmıştı, ancak kimse görmedi.",
        ),
        (
            "fi",
            "Satama oli suljettu yöksi, ja viimeinen lautta oli jo lähtenyt, kun tieto siitä tuli kylään, mutta ei.",
        ),
        (
            "id",
            "Pelabuhan itu ditutup untuk malam ini dan kapal terakhir telah berangkat dengan penumpang yang penuh.",
        ),
        (
            "ru",
            "Порт был закрыт на ночь, и паром уже ушёл, когда об этом стало известно в деревне на острове.",
        ),
        (
            "uk",
            "Порт був закритий на ніч, і останній пором уже пішов, коли про це стало відомо в селі, що на острові.",
        ),
        ("ar", "كان الميناء مغلقا في الليل وغادرت العبارة الأخيرة قبل أن يصل الخبر إلى القرية التي تقع على الجزيرة"),
        (
            "fa",
            "بندر برای شب بسته شد و آخرین کشتی پیش از آن که خبر به روستا برسد از اسکله رفته بود و هیچ کس آن را ندید",
        ),
        ("hi", "बंदरगाह रात के लिए बंद कर दिया गया था और आखिरी नाव गाँव में खबर पहुँचने से पहले ही जा चुकी थी"),
        ("ja", "港は夜のあいだ閉鎖され、最後の連絡船はすでに出航していた。島の村に知らせが届いたのは翌朝だった。"),
        ("zh", "港口夜间关闭，消息传到岛上村庄之前，最后一班渡轮已经离开。第二天早晨才恢复通航。"),
        (
            "ko",
            "항구는 밤에 폐쇄되었고 마지막 여객선은 소식이 섬마을에 전해지기 전에 이미 떠났다. 다음 날 다시 열렸다.",
        ),
        (
            "el",
            "Το λιμάνι ήταν κλειστό για τη νύχτα και το τελευταίο πλοίο είχε ήδη φύγει όταν το νέο έφτασε στο χωριό.",
        ),
    ],
)
def test_language_of_a_text(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "Rain ends", "港", "1 2 3 4 5 " * 30, "Xyq vrrt lmmp " * 20])
def test_what_is_too_little_has_no_language(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    ("claim", "tag"),
    [("en", "en"), ("EN_us", "en-US"), ("zh-hans-cn", "zh-Hans-CN"), ("es-419", "es-419"), ("de-DE-1996", "de-DE"),
     ("English", None), ("", None), (None, None), ("x", None)],
)  # fmt: skip
def test_claims_become_tags(claim: str | None, tag: str | None) -> None:
    assert language_tag(claim) == tag
