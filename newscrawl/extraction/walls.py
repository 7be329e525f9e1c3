"""What stands where an article was promised: not found, a wall before it, a check for robots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio
from selectolax.lexbor import LexborNode

from newscrawl.extraction import words
from newscrawl.extraction.blocks import units
from newscrawl.extraction.metadata import meta_claims
from newscrawl.extraction.page import Page
from newscrawl.extraction.structured import main_thing
from newscrawl.extraction.text_facts import SPACELESS

Wall = Literal["not_found", "login", "consent", "blocked", "search_results"]
"""Why a page is no article: ``blocked`` is a check for robots, which is reported and never evaded."""

_LONGEST = 250  # words of a wall's text; recommended headlines may stand below it
_LONGEST_CHECK = 150
_MOST_HEADS = 3
_LONGEST_HEAD = 12  # words
_MOST_NODES, _LONGEST_SCRIPT = 100, 5000  # that are looked at, and characters of each

_NOT_FOUND = words.word_set(
    """
    page not found | not found | 404 | error 404 | 404 error | 404 not found | page cannot be found
    | page can t be found | page could not be found | this page does not exist | page does not exist
    | page doesn t exist | page no longer exists | page you requested could not be found
    | page you are looking for | page is missing | page is unavailable | page unavailable | content not found
    | article not found | story not found | content is no longer available | article is no longer available
    | no longer available | nothing found | oops | sorry we couldn t find that page | we can t find that page
    | we couldn t find | something went wrong | internal server error | service unavailable | server error
    | an error occurred | technical difficulties | seite nicht gefunden | seite wurde nicht gefunden
    | seite konnte nicht gefunden werden | seite existiert nicht | artikel nicht gefunden | nicht gefunden
    | inhalt nicht gefunden | fehler 404 | diese seite gibt es nicht | page introuvable | page non trouvée
    | cette page n existe pas | erreur 404 | page demandée | contenu introuvable | article introuvable
    | página no encontrada | pagina no encontrada | no encontrada | la página no existe | no se ha encontrado
    | página que busca no existe | contenido no disponible | pagina non trovata | pagina non esiste
    | non trovata | errore 404 | la pagina che cerchi | contenuto non trovato | página não encontrada
    | pagina nao encontrada | não encontrada | página não existe | erro 404 | conteúdo não encontrado
    | pagina niet gevonden | niet gevonden | deze pagina bestaat niet | fout 404 | sidan hittades inte
    | sidan kunde inte hittas | sidan finns inte | hittades inte | siden blev ikke fundet | siden findes ikke
    | siden ble ikke funnet | siden finnes ikke | fant ikke siden | sivua ei löydy | sivua ei löytynyt
    | strona nie została znaleziona | nie znaleziono strony | strona nie istnieje | nie znaleziono | błąd 404
    | stránka nenalezena | stránka nebyla nalezena | stránka neexistuje | stránka nebola nájdená
    | az oldal nem található | nem található | pagina nu a fost găsită | pagina nu există
    | stranica nije pronađena | stranica ne postoji | sayfa bulunamadı | aradığınız sayfa bulunamadı
    | bulunamadı | страница не найдена | страница не существует | не найдено | ошибка 404 | сторінку не знайдено
    | сторінка не знайдена | страницата не е намерена | η σελίδα δεν βρέθηκε | δεν βρέθηκε | الصفحة غير موجودة
    | لم يتم العثور على الصفحة | הדף לא נמצא | העמוד לא נמצא | पृष्ठ नहीं मिला | पेज नहीं मिला
    | halaman tidak ditemukan | không tìm thấy trang | trang không tồn tại | ไม่พบหน้า | ไม่พบหน้าที่คุณต้องการ
    | 页面不存在 | 找不到页面 | 页面未找到 | 您访问的页面不存在 | 找不到頁面 | 頁面不存在
    | ページが見つかりません | お探しのページは見つかりません | お探しのページは見つかりませんでした
    | 페이지를 찾을 수 없습니다 | 존재하지 않는 페이지입니다
    """
)
_LOGIN = words.word_set(
    """
    log in | login | sign in | log in to continue | sign in to continue | please log in | please sign in
    | sign in to your account | log in to your account | subscriber login | member login | register to continue
    | create an account | create a free account | subscribe to continue | subscribe to read | subscribers only
    | anmelden | bitte anmelden | einloggen | bitte melden sie sich an | jetzt anmelden | connexion
    | connectez vous | se connecter | identifiez vous | iniciar sesión | inicia sesión | iniciar sesion | accedi
    | accedere | effettua il login | entrar | iniciar sessão | faça login | inloggen | log in om verder te gaan
    | logga in | log ind | logg inn | kirjaudu | kirjaudu sisään | zaloguj się | logowanie | přihlášení
    | přihlásit se | prihlásenie | bejelentkezés | autentificare | prijava | giriş yap | üye girişi | войти
    | вход | авторизация | увійти | вхід | σύνδεση | تسجيل الدخول | התחברות | masuk | đăng nhập | เข้าสู่ระบบ
    | 登录 | 登入 | ログイン | 로그인
    """
)
_CONSENT = words.word_set(
    """
    we value your privacy | your privacy | your privacy choices | before you continue | cookie consent
    | cookie settings | cookie policy | cookies | we use cookies | this site uses cookies | manage consent
    | privacy settings | consent | accept cookies | agree and continue | ihre privatsphäre
    | wir schätzen ihre privatsphäre | datenschutzeinstellungen | cookie einstellungen | zustimmung
    | einwilligung | weiter mit werbung lesen | mit werbung weiterlesen | vos choix | votre vie privée
    | nous respectons votre vie privée | gestion des cookies | avant de continuer | gestionar el consentimiento
    | valoramos su privacidad | tu privacidad | su privacidad | antes de continuar | la tua privacy
    | informativa sui cookie | consenso | a sua privacidade | gerir consentimento | sua privacidade
    | jouw privacy | cookie instellingen | cookies op | voordat je verdergaat | vi värnar om din integritet
    | cookieinställningar | vi værdsætter dit privatliv | personvern | evästeet | evästeasetukset
    | szanujemy twoją prywatność | zgoda | ustawienia plików cookie | souhlas | nastavení cookies | gizlilik
    | çerez | çerez politikası | ваша конфиденциальность | файлы cookie | конфіденційність | クッキー | 同意
    | cookie 동의 | 隐私设置
    """
)
_CHECK_TITLES = words.word_set(
    """
    just a moment | attention required | access denied | access to this page has been denied
    | pardon our interruption | are you a robot | are you human | verify you are human | verifying you are human
    | human verification | security check | checking your browser | checking your browser before accessing
    | one more step | please wait | ddos protection | robot check | bot check | captcha | request unsuccessful
    | unusual traffic | blocked | you have been blocked | request blocked | forbidden | 403 forbidden
    | please enable javascript | please enable cookies | einen moment bitte | sind sie ein mensch
    | zugriff verweigert | accès refusé | vérification de sécurité | acceso denegado | accesso negato
    | acesso negado | toegang geweigerd | dostęp zabroniony | доступ запрещен | доступ ограничен
    | проверка браузера | 安全验证 | 访问验证 | 请稍候 | アクセスが拒否されました | 접근이 거부되었습니다
    """
)
_CHECK = re.compile(
    r"cf-chl|cf_chl_|challenge-platform|/cdn-cgi/challenge|px-captcha|perimeterx|_incapsula_resource|captcha-delivery\.com"
    r"|datadome|g-recaptcha|h-captcha|hcaptcha\.com|recaptcha/api\.js|distil_r_captcha|ak-challenge|sucuri_cloudproxy"
    r"|ddos-guard|turnstile|awswafcaptcha|aws-waf-token",
    re.IGNORECASE,
)
"""What the scripts of checks for robots are called; forms for readers have some of them too: it takes a short page."""
_SEARCH = words.word_set(
    """
    search results | results for | search results for | suchergebnisse | suchergebnisse für | ergebnisse für
    | résultats de recherche | résultats pour | resultados de búsqueda | resultados de la búsqueda
    | resultados para | risultati della ricerca | risultati per | resultados da pesquisa | resultados da busca
    | zoekresultaten | sökresultat | søgeresultater | søkeresultater | hakutulokset | wyniki wyszukiwania
    | výsledky vyhledávání | keresési eredmények | rezultatele căutării | arama sonuçları | результаты поиска
    | результати пошуку | αποτελέσματα αναζήτησης | نتائج البحث | תוצאות חיפוש | hasil pencarian
    | kết quả tìm kiếm | ผลการค้นหา | 搜索结果 | 搜尋結果 | 検索結果 | 검색 결과
    """
)
_PAGE_WORDS = words.word_set(
    """
    page | pages | site | content | article | story | error | 404 | 403 | url | link | seite | inhalt | artikel | fehler
    | contenu | erreur | página | pagina | contenido | contenuto | conteúdo | conteudo | errore | erro | fout | sidan
    | sida | siden | side | sivu | sivua | strona | strony | stránka | błąd | oldal | oldalt | stranica | sayfa
    | страница | страницата | ошибка | сторінка | сторінку | σελίδα | الصفحة | דף | הדף | העמוד | पृष्ठ | पेज
    | halaman | trang | privacy | cookie | cookies | consent | browser | captcha | javascript | log | sign | account
    """
)
"""What a phrase speaks of where it stands among other words: of the page, and not of a boy who is missing."""
_SEARCH_WORDS = re.compile(
    r"search|such|recherche|búsqueda|busqueda|ricerca|pesquisa|busca|zoek|sök|søg|søk|haku|wyszukiw|vyhled|keres|căut"
    r"|arama|поиск|пошук|αναζήτησ|البحث|חיפוש|pencarian|tìm kiếm|ค้นหา|搜|検索|검색",
    re.IGNORECASE,
)
_SEARCH_ADDRESS = re.compile(
    r"[?&](?:q|s|query|search|suche|keyword|k)=|/(?:search|suche|recherche|buscar|ricerca|zoeken)\b"
)
_SPACELESS = re.compile(f"[{SPACELESS}]")
_FOR_READERS = frozenset({"g-recaptcha", "h-captcha", "hcaptcha.com", "recaptcha/api.js", "turnstile"})
"""Those of these that forms for comments and letters have as well."""
_HARDLY_A_TEXT = 12  # words
_LONGEST_NOTICE = 4000  # characters
_LIKE_NOTICE, _EQUAL_NOTICE = 0.7, 0.9
"""Likeness of texts (normalised InDel similarity) from which they are one, under one headline and under two."""
_DEEPEST = 40  # elements above a form
_FRAME = re.compile(
    r"\b(?:header|footer|nav|navbar|menu|sidebar|modal|popup|dropdown|toolbar|topbar|offcanvas)", re.IGNORECASE
)
_PASSWORD = "input[type=password]"
_COOKIE_WORDS = re.compile(
    r"cookie|consent|privacy|datenschutz|zustimm|privacidad|vie privée|evästee|çerez|конфиденц", re.I
)


def wall_of(page: Page, text: str | None, title: str | None = None) -> Wall | None:
    """What a page is that was taken for an article, and is none. None: nothing speaks against it.

    ``text`` is what was read as the article. A page that claims to be an article of a day, has a long text, or the
    ``title`` that a feed or a sitemap gave it, is believed: a story may be headed ``Not found``, too.

    >>> wall_of(Page("<title>Seite nicht gefunden | Bote</title><h1>Fehler</h1>", "https://bote.test/a"), None)
    'not_found'
    """
    size = units(text) if text else 0
    if size > _LONGEST or _claims_a_day(page):
        return None
    heads = _heads(page)
    if title and size and words.label(title[:300]) in heads:
        return None
    if _speaks_of(heads, _NOT_FOUND):
        return "not_found"
    if _is_check(page, heads, size):
        return "blocked"
    if _speaks_of(heads, _CONSENT) and len(_COOKIE_WORDS.findall(text or "")) >= 2:
        return "consent"
    speaks_of_login = _speaks_of(heads, _LOGIN)
    if page.tree.css_first(_PASSWORD) is not None and (
        speaks_of_login or (size < _LONGEST_CHECK // 2 and _has_password_inside(page))
    ):
        return "login"
    if speaks_of_login and size < _LONGEST_CHECK:
        return "login"
    return "search_results" if _lists_results(page, heads) else None


def repeats_notice(headline: str | None, text: str | None, notice_headline: str | None, notice: str | None) -> bool:
    """Whether an article is what its site shows where it has nothing, by headline and text; an address, a date or a
    number in it may differ.

    >>> gone = "This page went missing. Try the search, or go back to the front page of the Courier."
    >>> repeats_notice("Hoppla", f"{gone} /news/a-1", "Hoppla", f"{gone} /x.json")
    True
    """
    if not text or not notice:
        return False
    is_alike = words.label(headline or "") == words.label(notice_headline or "")
    likeness = ratio(text[:_LONGEST_NOTICE], notice[:_LONGEST_NOTICE]) / 100
    return likeness >= (_LIKE_NOTICE if is_alike else _EQUAL_NOTICE)


def _has_password_inside(page: Page) -> bool:
    """Whether a form for a password stands in the page itself, and not in its frame, where every page has one."""
    return any(not _is_in_frame(node) for node in page.tree.css(_PASSWORD)[:_MOST_NODES])


def _is_in_frame(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(_DEEPEST):
        if above is None:
            return False
        signs = f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}"
        if above.tag in ("header", "footer", "nav", "aside", "dialog") or _FRAME.search(signs):
            return True
        above = above.parent
    return False


def _lists_results(page: Page, heads: list[str]) -> bool:
    """Whether a page is headed by what was searched for; "results for" may head a story of schools, too."""
    for phrase in _labels(_SEARCH):
        if not any(head == phrase or head.startswith(phrase + " ") for head in heads):
            continue
        if _SEARCH_WORDS.search(phrase) or phrase in heads or _SEARCH_ADDRESS.search(page.url.lower()):
            return True
    return False


def _claims_a_day(page: Page) -> bool:
    thing = main_thing(page)
    if thing is not None and thing.get("datePublished"):
        return True
    return bool(meta_claims(page).get("date_published"))


def _heads(page: Page) -> list[str]:
    """Title and main headings as labels: as they are, and each part of the title."""
    titles = [text for text in (page.title, page.meta_value("og:title")) if text]
    of_site = [part for title in titles for part in re.split(r"\s[|·»]\s", title[:300])]
    # A word alone before a dash may begin a story's title: "Forbidden – a love story".
    of_dash = [part for one in of_site for part in re.split(r"\s[–—:-]\s", one)]
    parts = of_site + [part for part in of_dash if " " in part.strip() or not part.isascii() or "40" in part]
    by_tag = {tag: [block.text for block in page.blocks if block.tag == tag][:_MOST_HEADS] for tag in ("h1", "h2")}
    heads = by_tag["h1"] or by_tag["h2"]
    return [label for text in (*titles, *parts, *heads) if (label := words.label(text[:300]))]


def _speaks_of(heads: list[str], phrases: frozenset[str]) -> bool:
    """Whether a head is one of the phrases, with few words beside it."""
    labels = _labels(phrases)
    return any(_is_phrase(head, labels) for head in heads)


@lru_cache(maxsize=8)
def _labels(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(map(words.label, phrases))


def _is_phrase(head: str, phrases: frozenset[str]) -> bool:
    if head in phrases:
        return True
    if _SPACELESS.search(head):
        return any(phrase in head and 2 * len(phrase) >= len(head) for phrase in phrases)
    spoken = head.split()
    if len(spoken) > _LONGEST_HEAD:
        return False
    return any(
        " ".join(spoken[start:end]) in phrases
        for start in range(len(spoken))
        for end in range(start + 2, len(spoken) + 1)
        if 2 * (end - start) >= len(spoken) and _speaks_of_page(spoken[start:end])
    )


def _speaks_of_page(spoken: list[str]) -> bool:
    return not _labels(_PAGE_WORDS).isdisjoint(spoken)


def _is_check(page: Page, heads: list[str], size: int) -> bool:
    if size > _LONGEST_CHECK:
        return False
    if _speaks_of(heads, _CHECK_TITLES):
        return True
    if size >= _LONGEST_CHECK // 3:
        return False
    found = {match[0].lower() for sign in _of_scripts(page) for match in _CHECK.finditer(sign)}
    return bool(found - _FOR_READERS) or (bool(found) and size < _HARDLY_A_TEXT)


def _of_scripts(page: Page) -> Iterator[str]:
    """What scripts and frames are called, and how they begin."""
    for node in page.tree.css("script, iframe, form, div[id], div[class]")[:_MOST_NODES]:
        yield " ".join(value for value in node.attributes.values() if value)
        if node.tag == "script":
            yield node.text()[:_LONGEST_SCRIPT]
