"""The forms that one address has: on hosts for mobiles, in AMP caches, with a session in its path, for print."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_to_bytes

from newscrawl.extraction import words
from newscrawl.extraction.public_suffixes import is_public_suffix
from newscrawl.extraction.url_parameters import (
    Named,
    follows_readers,
    may_say_nothing,
    names_a_page,
    says_nothing,
    tracking_of_site,
)

_WWW = re.compile(r"www\d?|ww\d")
_DEVICE_HOSTS = words.names("m mobile mobil mob mobi movil wap touch lite 3g pda handheld amp print")

_FILE = r"(?:\.(?:[sx]?html?|php\d?|aspx?|jspx?|cms|ece|do|cfm))?"
_HINT = re.compile(
    r"[/;.~!,_%&-](?:(?<=/)(?:/|amp|print|m/|mobi|wap/|touch/|lite|imp|druck|stamp|comm|coment|komm|single-?p|trackb|embed|reac"
    r"|index\.|default\.|welcome\.|\(|jsess|(?:article|story|news|post)[_-]?(?:print|amp|mobile))"
    r"|(?<=;)(?:[a-z_]*sess|sid|cf)|(?<![/;%])(?:amp|print|mobil|druck)|(?<=&)utm_|(?<=%)(?:20$|(?:3f|26)utm_|c[cd]%|e1%8|2[14789ac]|3a|40))"
)
"""What a path in lower case must have so that more than its last slash is looked at: one in ten has."""

_ENCODED_FOR_NOTHING = re.compile(r"%(2[14789AC]|3A|40)", re.IGNORECASE)  # ! $ ' ( ) * , : @
_LETTER_RUN = re.compile(r"[A-Za-z]?(?:%[89A-F][0-9A-F])+")
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|aspsessionid\w*|session_?id|sid|sess|cfid|cftoken)=[^/;]*|/jsessionid=[^/]*"
    r"|(?<=/)(?:\([SAXF]\([\w-]{5,}\)(?:[SAXF]\([\w-]{5,}\))*\))/",
    re.IGNORECASE,
)
_INDEX = re.compile(
    r"/(?:index\.(?:[sxp]?html?|php\d?|aspx?|jspx?|cfm|cgi|pl)|default\.(?:aspx?|html?|cfm)|welcome\.(?:html?|php|asp))$",
    re.IGNORECASE,
)
_FRONT_CONTROLLER = re.compile(r"/index\.(?:php|cfm|aspx)(?=/)", re.IGNORECASE)
_VIEW_ENDING = re.compile(
    r"(?:[.~!,](?:ampx?|amphtml|print(?:able|er|view)?|mobile|drucken)|(?<=\d)[-_](?:amp|print|mobile))"
    rf"({_FILE}(?:\.html?)?)$",
    re.IGNORECASE,
)
_LAST_VIEW = re.compile(
    r"/(?:amp(?:html)?|print(?:able|er|version|view|page|-?friendly|-(?:view|page|version))?|printer-?friendly|imprimir|imprimer"
    r"|impression|imprime|impresion|drucken|druckversion|druckansicht|stampa|comments?|comment-page-\d{1,4}|kommentare"
    r"|kommentarer|commentaires|comentarios|commenti|reacties|reactions|(mobile|lite|komplettansicht|single-?page|trackback"
    r"|embed))(?:\.(?:html?|php|aspx?|ece|cms))?$",
    re.IGNORECASE,
)
"""A last step that names a view; those in the group are sections as well."""
_FIRST_VIEW = re.compile(
    r"/(?:amp(?:html)?|m|mobile|mobil|mobi|wap|touch|lite|print(?:able|er|friendly)?|printer-?friendly)(?=/)",
    re.IGNORECASE,
)
_AMP_AMID = re.compile(r"(?<=[^/])/(?:amp|print)(?=/)", re.IGNORECASE)
_VIEW_OF_A_KIND = re.compile(
    r"/(?:(?:print|amp|mobile)[_-]?(article|story|news|articleshow|post)|(article|story|news|post)[_-]?(?:print|amp|mobile))"
    rf"(?={_FILE}(?:/|$))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\d{3}|[^\W\d_][-_]\w|\w[-_][^\W\d_]|%[89A-F][0-9A-F]|\.(?:s?html?|php|aspx?|ece|cms|jsp)$", re.IGNORECASE
)
_WELL_NAMED = re.compile(r"\d{3}|\w[-_]\w+[-_]\w|(?:%[89A-F][0-9A-F]){6}|\.s?html?$", re.IGNORECASE)
_DYNAMIC = re.compile(r"\.(?:php\d?|aspx?|jspx?|cfm|do|cgi|pl)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-_]?\d\d){0,2}")
_NO_NAME = words.names("search suche archive archives archiv tag tags category topic topics author page feed rss")
_NO_FILE_NAME = _NO_NAME | words.names(
    """
    article articles artikel articulo story stories news newsitem post posts item detail details view viewer show
    showarticle read reader content display index default main home document doc noticia notizia nota
    """
)
"""Names of files that show any article: what they are asked with says which."""

_CACHE = re.compile(r"(?:[\w.-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com|amp\.cloudflare\.com|webpkgcache\.com)")
_VIEWER = re.compile(r"(?:www\.)?(?:google\.(?:com|[a-z]{2}|com?\.[a-z]{2})|bing\.com)")
_IN_CACHE = re.compile(r"/(?:[acipvwr]|doc/-|wp)/(?:(s)/)?(?=[\w%-]+\.)", re.IGNORECASE)
_IN_VIEWER = re.compile(r"/amp/(?:(s)/)?(?=[\w%-]+\.)", re.IGNORECASE)
_LOST_MARK = re.compile(r"(?:&|%3F|%26)utm_[a-z]+=[^/]*$", re.IGNORECASE)  # tracking put on without a ?
_SLASHES = re.compile(r"//+")
_LAST_LEVELS = 12  # forms on top of each other that are taken off; more are no forms of anything


def original_of(host: str, path: str, query: str) -> str | None:
    """The address that an AMP cache or viewer shows. None: the host is none, or shows no page.

    >>> original_of("times-test.cdn.ampproject.org", "/c/s/times.test/a", "")
    'https://times.test/a'
    """
    inside = _shows_others(host)
    path = _SLASHES.sub("/", path) if inside is not None else path
    found = inside.match(path) if inside is not None else None
    if found is None:
        return None
    scheme, shown = "https" if found[1] else "http", path[found.end() :]
    if "%3F" in shown:  # the viewer's own parameters follow the mark, the page's are encoded
        shown = "?".join(unquote(part) if place else part for place, part in enumerate(shown.split("%3F", 1)))
        return f"{scheme}://{shown}"
    return f"{scheme}://{shown}{'?' if query else ''}{query}"


@lru_cache(maxsize=4096)
def _shows_others(host: str) -> re.Pattern[str] | None:
    return _IN_CACHE if _CACHE.fullmatch(host) else _IN_VIEWER if _VIEWER.fullmatch(host) else None


@lru_cache(maxsize=4096)
def known_host(host: str) -> str:
    """A host (lower case, maybe with a port) without what says for which device: ``www``, ``m``, ``amp``, ``print``.

    >>> known_host("m.times.test"), known_host("en.m.times.test"), known_host("m.co.uk")
    ('times.test', 'en.times.test', 'm.co.uk')
    """
    if host.startswith("[") or host.replace(".", "").partition(":")[0].isdecimal():
        return host
    labels = host.split(".")
    while len(labels) > 2 and (labels[0] in _DEVICE_HOSTS or _WWW.fullmatch(labels[0])) and _is_site(labels[1:]):
        del labels[0]
    while len(labels) > 3 and labels[1] in _DEVICE_HOSTS and _is_site(labels[2:]):
        del labels[1]
    return ".".join(labels)


def _is_site(labels: list[str]) -> bool:
    return not is_public_suffix(".".join(labels).partition(":")[0])


def known_path(path: str, query: str) -> str:
    """A path without index file, last slash, session and view: of what is printed, for AMP, for mobiles, of comments.

    >>> known_path("/2026/rain-ends/print/", ""), known_path("/amp/news/index.html", ""), known_path("/a/mobile", "")
    ('/2026/rain-ends', '/amp/news', '/a/mobile')
    """
    path = path.rstrip("/") or "/"
    if _HINT.search(path.lower()) is None:
        return path
    if "%" in path:
        path = _without_needless_escapes(path)
    whole = path = _SLASHES.sub("/", path)
    for _ in range(_LAST_LEVELS):
        shorter = _without_form(path, query)
        if shorter == path:
            return path
        path = shorter
    return whole


def _without_form(path: str, query: str) -> str:
    while path.endswith("%20"):
        path = path.removesuffix("%20").rstrip("/") or "/"
    if "utm_" in path.lower():
        path = _LOST_MARK.sub("", path)
    if ";" in path or "(" in path or "sessionid=" in path.lower():
        path = _SLASHES.sub("/", _PATH_SESSION.sub("", path))
    path = _INDEX.sub("", _FRONT_CONTROLLER.sub("", path, count=1))
    ending = _VIEW_ENDING.search(path[-80:])
    if ending is not None and path[: ending.start() - len(path[-80:])].rpartition("/")[2]:
        path = path[: len(path) - len(ending[0])] + ending[1]
    last = _LAST_VIEW.search(path[-40:])
    if last is not None:
        rest = path[: len(path) - len(last[0])]
        if names_an_article(rest) or (last[1] is None and _has_place(rest)):
            return rest
    first = _FIRST_VIEW.match(path)
    if first is not None and _leads_on(path[first.end() :]):
        return path[first.end() :]
    if names_an_article(path):
        path = _AMP_AMID.sub("", path, count=1)
    if "print" in path or "amp" in path or "mobile" in path:
        path = _VIEW_OF_A_KIND.sub(lambda kind: _plain_kind(kind, path, query), path, count=1)
    return path.rstrip("/") or "/"


def _has_place(rest: str) -> bool:
    """Whether a path of some steps may be an article's place, ``/a/story``: it is none of tags or lists."""
    return rest.count("/") > 1 and words.names(rest.lower().replace("/", " ")).isdisjoint(_NO_NAME)


def _leads_on(rest: str) -> bool:
    """Whether what follows a first step such as ``/mobile`` may name an article: the step may be a section too."""
    last = rest.rpartition("/")[2]
    return names_an_article(rest) or (rest.count("/") > 1 and last.isalpha() and last.lower() not in _NO_NAME)


def _plain_kind(found: re.Match[str], path: str, query: str) -> str:
    is_one = any(char.isdecimal() for char in path[found.end() :] + query)
    return f"/{found[1] or found[2]}" if is_one else found[0]


def names_an_article(path: str) -> bool:
    """Whether a path ends with what may be the name of one article: words, a number, a file."""
    last = path.rstrip("/").rpartition("/")[2]
    if _NAMED.search(last) is None or _YEAR.fullmatch(last) is not None:
        return False
    return last.partition(".")[0].lower() not in (_NO_FILE_NAME if "." in last else _NO_NAME)


def known_query(host: str, path: str, query: str) -> str:
    """A query (percent-encoding in one form, no tracking) without parameters that say nothing of the page."""
    pairs = [_pair(text) for text in query.split("&") if text]
    doubtful = [pair for pair in pairs if may_say_nothing(pair[0]) or not pair[1]]
    own = tracking_of_site(host)
    if own or doubtful:
        names = {pair[0] for pair in pairs}
        doubtful = [pair for pair in doubtful if pair[0] not in own and (pair[1] or "=" not in pair[2])]
        sure = [pair for pair in pairs if pair[0] not in own and pair[1] and not may_say_nothing(pair[0])]
        named = _how_named(path, sure)
        pairs = sure + [pair for pair in doubtful if not says_nothing(pair[0], pair[1], named, names)]
    if len(pairs) == 1:
        return pairs[0][2]
    kept = {text: name for name, _, text in pairs}
    return "&".join(sorted(kept, key=kept.__getitem__))


def _how_named(path: str, sure: list[tuple[str, str, str]]) -> Named:
    if any(names_a_page(name, value) for name, value, _ in sure):
        return Named.MAYBE
    last = path.rpartition("/")[2]
    if _WELL_NAMED.search(last) is not None and names_an_article(path):
        return Named.WELL
    if names_an_article(path):
        return Named.MAYBE if _DYNAMIC.search(last) is None else Named.NOT
    return Named.HARDLY if path.count("/") > 1 and last.isalpha() and last.lower() not in _NO_NAME else Named.NOT


def mended_query(query: str) -> str:
    """A query without what is left of ``&amp;``, and without a second mark that who adds tracking put on."""
    if "amp;" not in query and "?" not in query:
        return query
    query = re.sub(r"\?(?=[\w.]+=)", "&", re.sub(r"(?:^|&)(?:amp;)+", "&", query))
    return "&".join(pair for pair in query.split("&") if not follows_readers(pair.partition("=")[0].lower()))


def _pair(text: str) -> tuple[str, str, str]:
    """(name in lower case, value, as it is to be written) of a parameter."""
    if "%" in text:
        text = _without_needless_escapes(text).replace("%20", "+").replace("%2F", "/")
    name, _, value = text.partition("=")
    return (unquote(name) if "%" in name else name).lower(), value, text


def _without_needless_escapes(text: str) -> str:
    if "%C" in text or "%E1" in text:
        text = _LETTER_RUN.sub(_composed, text)
    return _ENCODED_FOR_NOTHING.sub(lambda escape: chr(int(escape[1], 16)), text)


def _composed(run: re.Match[str]) -> str:
    """One way of writing letters with marks: é as one character."""
    try:
        text = unquote_to_bytes(run[0]).decode()
    except UnicodeDecodeError:
        return run[0]
    return quote(unicodedata.normalize("NFC", text))
