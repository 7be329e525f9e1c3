"""What stands in an article's place is told apart from an article, in many languages, and articles are not."""

from __future__ import annotations

import pytest

from newscrawl.extraction.page import Page
from newscrawl.extraction.walls import repeats_notice, wall_of

FEW = "There is nothing to read at this address, and there may never have been."
STORY = "The ferry of Aldmoor sails again, the harbour office said on the steps of the hall. " * 12


def wall(title: str, *, head: str = "", text: str = FEW, more: str = "", meta: str = "") -> str | None:
    body = f"<h1>{head or title}</h1><p>{text}</p>{more}"
    return wall_of(
        Page(f"<html><head><title>{title}</title>{meta}</head><body>{body}</body></html>", "https://a.test/b"), text
    )


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "Error 404",
        "Oops! That page can’t be found.",
        "Seite nicht gefunden | Bote",
        "Page introuvable - Le Courrier",
        "Página no encontrada — El Faro",
        "Pagina non trovata",
        "Página não encontrada",
        "Pagina niet gevonden",
        "Sidan hittades inte",
        "Nie znaleziono strony",
        "Stránka nebyla nalezena",
        "Az oldal nem található",
        "Sayfa bulunamadı",
        "Страница не найдена",
        "Сторінку не знайдено",
        "Η σελίδα δεν βρέθηκε",
        "الصفحة غير موجودة",
        "הדף לא נמצא",
        "Halaman tidak ditemukan",
        "Không tìm thấy trang",
        "ไม่พบหน้าที่คุณต้องการ",
        "页面不存在",
        "お探しのページは見つかりませんでした",
        "페이지를 찾을 수 없습니다",
    ],
)
def test_a_page_that_is_not_there_says_so_in_its_title_or_its_head(title: str) -> None:
    assert wall(title) == "not_found"
    assert wall("The Post", head=title) == "not_found"


@pytest.mark.parametrize(
    ("expected", "page"),
    [
        ("login", {"title": "Log in to continue", "more": "<form><input type=password></form>"}),
        ("login", {"title": "Anmelden | Bote"}),
        ("login", {"title": "The Post", "more": "<form><input type='password'></form>"}),
        (
            "consent",
            {"title": "Before you continue", "text": "We use cookies, with your consent to cookies."},
        ),
        ("consent", {"title": "Ihre Privatsphäre", "text": "Cookies und Datenschutz: Ihre Zustimmung zu Cookies."}),
        ("blocked", {"title": "Just a moment..."}),
        ("blocked", {"title": "Access denied | The Post"}),
        ("blocked", {"title": "The Post", "more": "<script src='/cdn-cgi/challenge-platform/x.js'></script>"}),
        ("blocked", {"title": "安全验证"}),
        ("search_results", {"title": "Search results for ferry"}),
        ("search_results", {"title": "Suchergebnisse für Fähre – Bote"}),
    ],
)
def test_walls_and_checks(expected: str, page: dict[str, str]) -> None:
    assert wall(**page) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        {"title": "Ferry not found after the storm, the harbour office says in its third statement"},
        {"title": "Ferry sails again", "more": "<form><input type=password></form>", "text": STORY},
        {"title": "Page not found", "text": STORY * 3},
        {"title": "Not found", "meta": "<meta property='article:published_time' content='2026-11-20T10:00:00Z'>"},
        {"title": "Ferry sails again", "text": "Cookies and consent: a short notice on privacy."},
        {"title": "Ferry sails again", "more": "<script src='/recaptcha/api.js'></script>", "text": STORY},
        {"title": "Access to the quay denied to cars from Monday on, council of Aldmoor says"},
    ],
)  # fmt: skip
def test_articles_are_none(page: dict[str, str]) -> None:
    assert wall(**page) is None  # type: ignore[arg-type]


WALK = (
    "The search went on until the evening on the bank and in two boats, with twenty helpers and three dogs, as the"
    " mayor said. In the morning it is to begin again if the weather allows it, and whoever has seen anything is asked"
    " to ring the station in the market square, where tea is kept warm for all who help."
)


@pytest.mark.parametrize(
    "headline",
    [
        "Missing boy not found",
        "Vermisste Frau nicht gefunden",
        "Täter nicht gefunden",
        "Bimba scomparsa non trovata",
        "Vermiste zeiler niet gevonden",
        "Results for county schools published",
        "Ergebnisse für die Kreisliga",
        "Security check delays flights",
        "Access denied to museum",
        "Forbidden – a love story",
        "Line 7 tickets no longer available",
        "Cookies – das beste Rezept",
    ],
)
def test_an_honest_headline_is_no_wall(headline: str) -> None:
    body = f"<h1>{headline}</h1><time datetime='2026-11-20T08:00'>20.11.</time><p>{WALK}</p>"
    html = f"<title>{headline} | The Courier</title><body><article>{body}</article>"
    assert wall_of(Page(html, "https://courier.test/2026/11/20/a-1234"), WALK) is None


def test_what_a_feed_names_is_believed() -> None:
    html = f"<title>Not found</title><body><h1>Not found</h1><p>{WALK}</p>"
    assert wall_of(Page(html, "https://courier.test/a"), WALK) == "not_found"
    assert wall_of(Page(html, "https://courier.test/a"), WALK, "Not found") is None


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Hoppla", f"{WALK} /news/2026/rain-1", True),
        ("Nothing at /news/a", f"{WALK} /news/a", True),
        ("Hoppla", "Rain has ended at last in all the valleys, and the ferries go again.", False),
        ("Rain ends", f"{WALK[:120]} And then something else happened that nobody had thought of before.", False),
        ("Hoppla", None, False),
    ],
)
def test_what_a_site_shows_for_any_address_is_no_article(headline: str, text: str | None, expected: bool) -> None:
    assert repeats_notice(headline, text, "Hoppla", f"{WALK} /.well-known/x.json") is expected
    assert not repeats_notice(headline, text, "Hoppla", None)


@pytest.mark.parametrize("place", ["footer", "header", "nav", "div class='login-modal popup'", "div id='top-menu'"])
def test_a_password_field_in_the_frame_of_each_page_is_no_wall(place: str) -> None:
    form = f"<{place}><form><input type=password name=p></form></{place.split()[0]}>"
    short = "The bridge is open since Saturday. Two hundred guests came to the bank, the landlady said."
    html = f"<title>Bridge opens</title><body>{form}<article><h1>Bridge opens</h1><p>{short}</p></article>"
    assert wall_of(Page(html, "https://courier.test/a-1"), short) is None
    inside = html.replace(form, "").replace("</article>", "<form><input type=password></form></article>")
    assert wall_of(Page(inside, "https://courier.test/a-1"), short) == "login"


@pytest.mark.parametrize("widget", ["<div class='g-recaptcha'></div>", "<div class='turnstile-teaser'></div>"])
def test_a_check_of_a_form_for_comments_is_no_wall(widget: str) -> None:
    short = "The bridge is open since Saturday. Two hundred guests came to the bank of the river, the landlady said."
    html = f"<title>Bridge opens</title><body><article><h1>Bridge opens</h1><p>{short}</p></article>{widget}"
    assert wall_of(Page(html, "https://courier.test/a-1"), short) is None


@pytest.mark.parametrize(
    ("headline", "address", "is_wall"),
    [
        ("Search results for ferry", "https://courier.test/x", True),
        ("Results for ferry", "https://courier.test/?s=ferry", True),
        ("Results for ferry", "https://courier.test/2026/ferry-results", False),
        ("Suchergebnisse für Fähre", "https://courier.test/x", True),
    ],
)
def test_results_of_a_search_are_told_from_those_of_a_match(headline: str, address: str, is_wall: bool) -> None:
    html = f"<title>{headline}</title><body><h1>{headline}</h1><p>{WALK}</p>"
    assert wall_of(Page(html, address), WALK) == ("search_results" if is_wall else None)
