"""What stands in an article's place is told apart from an article, in many languages, and articles are not."""

from __future__ import annotations

import pytest

from newscrawl.extraction.page import Page
from newscrawl.extraction.walls import wall_of

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
