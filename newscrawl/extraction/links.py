"""Where the links of a page lead: to an article, to a page that lists articles, or elsewhere. By rules, no learning.

The evidence, strongest first: words in the anchors that share a URL's shape, addresses that others continue, dates
and numbers in the path, word lists of sections and services.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor, units
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.urls import canonical_url, site_key
from newscrawl.items import LinkRole

LinkKind = Literal["article", "index", "other"]

MAX_LINKS = 2000
"""Distinct links of a page; front pages have 400."""

_SECTIONS = words.word_set(
    """
    category | categories | categoria | categorie | kategorie | rubrik | rubrique | rubric | rubrika | seccion
    section | sections | sezioni | sezione | ressort | tag | tags | topic | topics | thema | themen | theme
    themes | temas | tema | dossier | dossiers | hub | author | authors | autor | autoren | auteur | auteurs
    autore | staff | people | archive | archives | archiv | archivo | archivio | page | pages | seite | pagina
    series | serie | blogs | columns | latest | latest-news | newsticker | all-news | most-read | home | index
    news | world | welt | monde | mundo | mondo | politics | politik | politique | politica | business
    wirtschaft | economie | economia | economy | money | markets | stocks | finance | sport | sports | deporte
    deportes | culture | kultur | cultura | entertainment | arts | lifestyle | life | science | wissen | sciences
    ciencia | technology | tech | technik | tecnologia | health | gesundheit | sante | salud | salute | opinion
    meinung | opinions | opinione | local | lokales | regional | region | national | international | us | uk
    europe | europa | asia | africa | africa | environment | umwelt | climate | travel | food | weather
    education | society | gesellschaft | societe | sociedad | panorama | crime | books | music | film | motors
    auto | digital | netzwelt | football
    """
)
_LISTINGS = words.word_set(
    """
    category | categories | categoria | categorie | kategorie | rubrik | rubrique | rubric | rubrika | seccion
    section | sections | tag | tags | topic | topics | thema | themen | themes | temas | dossier | dossiers
    author | authors | autor | autoren | auteur | auteurs | archive | archives | archiv | archivo | archivio
    page | seite | pagina | people | staff | by
    """
)
"""First steps of a path below which there are lists alone."""

_SERVICES = words.word_set(
    """
    about | about-us | contact | contact-us | contacts | kontakt | contacto | contatti | impressum | imprint
    privacy | privacy-policy | datenschutz | confidentialite | privacidad | terms | terms-of-use
    terms-of-service | terms-and-conditions | agb | nutzungsbedingungen | legal | mentions-legales | aviso-legal
    cookie-policy | cookies | login | log-in | signin | sign-in | signup | sign-up | register | registration
    logout | account | my-account | profile | user | konto | anmelden | registrieren | connexion | subscribe
    subscription | subscriptions | abo | abonnement | abonnements | abbonamenti | suscripcion | newsletter
    newsletters | donate | support | jobs | careers | career | karriere | advertise | advertising | publicidad
    mediadaten | mediakit | werbung | shop | store | boutique | tienda | coupons | gutscheine | help | hilfe | faq
    faqs | ayuda | aide | feedback | rss | feed | feeds | sitemap | search | suche | buscar | recherche | epaper
    e-paper | app | apps | games | spiele | jeux | juegos | puzzles | crossword | quiz | horoscope | horoskop
    horoscopo | live-tv | tv | livestream | radio | podcasts | podcast | video | videos | classifieds | obituaries
    wp-login.php | wp-admin | wp-content | wp-json | cdn-cgi | auth | oauth | sso | share | print | email | send
    comments | comment | reply | licensing | press | presse | ethics | corrections | accessibility
    barrierefreiheit | events | kalender | calendar | archivshop | partner | cart | checkout | download | widgets
    """
)
_NO_PAGE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|avi|mov|zip|gz|xml|rss|json|docx?|xlsx?|pptx?|exe|apk|css|js|ics|epub)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"/(?:19|20)\d\d[/_.-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/_.-]|\d\d\b|$)|[/_-](?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$")
_PAGED = re.compile(
    r"/(?:page|seite|pagina|p)[/-]?\d{1,4}/?$|[_-]\d{1,3}\.s?html?$|/index_?\d*\.s?html?$|[?&](?:page|paged|pg|seite|start|offset)=\d+",
    re.IGNORECASE,
)
_LONG_ID = re.compile(r"\d{5,}")
_HASH = re.compile(r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}(?:\.|$)")
_NUMBERED = re.compile(r"^(?=[\w-]*\d)[\w-]{2,16}\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_QUERY_ID = re.compile(
    r"(?:^|&)(?:p|id|aid|nid|newsid|articleid|story|storyid|idx?|no|artikel)=[\w-]*\d{2,}", re.IGNORECASE
)
_QUERY_LIST = re.compile(r"(?:^|&)(?:cat|category|tag|section|topic|author|m|q|s)=", re.IGNORECASE)
_RETURN = re.compile(r"(?:^|&)(?:redirect|return|continue|next|target|url)\w*=", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|ece)$", re.IGNORECASE)
_PART = re.compile(r"[-_+ ]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PUNCTUATION = re.compile(r"[?!:;,„“”\"«»‘’'–—…。、？！]")


@dataclass(frozen=True, slots=True)
class Link:
    """One address that a page links to, judged by the page alone."""

    url: str
    kind: LinkKind
    score: float
    """How sure the kind is, 0 to 1."""
    text: str = ""
    """The longest of its anchors' texts."""
    role: LinkRole | None = None
    """The place it had on an article's page."""


def classify_links(html_or_page: str | bytes | Page, url: str | None = None, memory: None = None) -> list[Link]:
    """The links of a page with their kind: list[Link], page order, no repeats by ``canonical_url``.

    ``url`` is the page's address, needed with text or bytes. Links to other sites are ``other``. ``memory`` is the
    place for what a site's earlier pages have shown; these rules learn nothing, so it must be None.

    >>> html = '<a href="/politics/">Politics</a> <a href="/2026/11/05/rain-ends">Rain ends after nine days</a>'
    >>> [(link.kind, link.text) for link in classify_links(html, "https://times.test/")]
    [('index', 'Politics'), ('article', 'Rain ends after nine days')]
    """
    if isinstance(html_or_page, Page):
        return list(_classified(html_or_page))
    if url is None:
        raise ValueError("classify_links: url is missing; give the address that the page came from")
    return list(_classified(Page(html_or_page, url)))


class _Target:
    """An address and all anchors that lead to it."""

    __slots__ = ("anchors", "known", "parts", "segments", "shape", "text", "units", "url")

    def __init__(self, known: str, anchor: Anchor) -> None:
        self.known = known
        self.url = anchor.url
        self.anchors = [anchor]
        self.text = anchor.text
        self.units = 0
        self.parts: SplitResult = urlsplit(known)
        self.segments = [segment for segment in unquote(self.parts.path).lower().split("/") if segment]
        self.shape = (self.parts.netloc, tuple(map(_shape, self.segments)), bool(self.parts.query))

    def add(self, anchor: Anchor) -> None:
        self.anchors.append(anchor)
        if len(anchor.text) > len(self.text):
            self.text = anchor.text

    def stands_in(self, bits: int) -> bool:
        """Whether every anchor stands in boxes of that kind."""
        return all(any(box.bits & bits for box in anchor.box.chain()) for anchor in self.anchors)


@once_per_page
def _classified(page: Page) -> tuple[Link, ...]:
    from newscrawl.extraction.roles import anchor_roles

    site, here = site_key(page.url), canonical_url(page.url)
    targets: dict[str, _Target] = {}
    for anchor in page.anchors:
        known = _known(anchor.url)
        target = targets.get(known)
        if target is not None:
            target.add(anchor)
        elif len(targets) < MAX_LINKS:
            targets[known] = _Target(known, anchor)
    targets.pop(here, None)
    own = [target for target in targets.values() if site_key(target.url) == site]
    judge = _Judge(own, here)
    verdicts = {target.known: judge.verdict(target) for target in own}
    roles = anchor_roles(page)
    links = []
    for known, target in targets.items():
        kind, score = verdicts.get(known, ("other", 1.0))
        role = next((roles[anchor] for anchor in target.anchors if anchor in roles), None)
        links.append(Link(target.url, kind, score, target.text, role))
    return tuple(links)


@lru_cache(maxsize=8192)
def _known(url: str) -> str:
    return canonical_url(url)


class _Judge:
    """What the links of one page say about each other."""

    def __init__(self, targets: list[_Target], here: str) -> None:
        self.here = urlsplit(here).path.rstrip("/")
        self.continued: Counter[str] = Counter()
        lengths: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for target in targets:
            target.units = units(target.text) if target.text else 0
            lengths[target.shape].append(min(target.units, 20))
            path = target.parts.netloc
            for segment in target.segments[:-1]:
                path = f"{path}/{segment}"
                self.continued[path] += 1
        self.mean_units = {shape: sum(values) / len(values) for shape, values in lengths.items()}

    def verdict(self, target: _Target) -> tuple[LinkKind, float]:
        scores: dict[LinkKind, float] = {
            "article": self.article_evidence(target),
            "index": self.index_evidence(target),
            "other": self.other_evidence(target),
        }
        best = max(scores, key=scores.__getitem__)
        total = sum(math.exp(value - scores[best]) for value in scores.values())
        return best, round(1 / total, 3)

    def article_evidence(self, target: _Target) -> float:
        path, query = target.parts.path, target.parts.query
        last = _stem(target.segments[-1]) if target.segments else ""
        slug = max((_slug_words(segment) for segment in target.segments[-2:]), default=0)
        score = 0.0
        score += 2.5 if _DATE.search(path) and not _ARCHIVE.search(path) else 0.0
        score += 2.5 if slug >= 4 else 1.0 if slug == 3 else 0.0
        score += 1.5 if _LONG_ID.search(last) else 1.0 if _HASH.search(last) else 0.0
        score += 1.0 if target.segments and _NUMBERED.match(target.segments[-1]) and not _PAGED.search(path) else 0.0
        score += 2.0 if _QUERY_ID.search(query) else 0.0
        score += 1.5 if target.units >= 5 else 0.5 if target.units >= 4 else -0.5
        score += 0.5 if target.units >= 8 else 0.0
        score += 0.5 if _PUNCTUATION.search(target.text) and target.units >= 3 else 0.0
        score += 2.0 if self.mean_units[target.shape] >= 4.5 else -0.5
        score += 0.7 if any(anchor.has_heading for anchor in target.anchors) and target.units >= 3 else 0.0
        score += 0.5 if target.stands_in(words.RELATED) and target.units >= 4 else 0.0
        return score - (1.5 if _PAGED.search(target.known) else 0.0)

    def index_evidence(self, target: _Target) -> float:
        if not target.segments and not target.parts.query:
            return 4.0
        score = 0.0
        stems = [_stem(segment) for segment in target.segments]
        continued = self.continued[f"{target.parts.netloc}/{'/'.join(target.segments)}"]
        score += 2.5 if continued >= 2 else 1.5 if continued else 0.0
        score += 2.0 if stems and (stems[-1] in _SECTIONS or stems[0] in _LISTINGS) else 0.0
        score += 1.5 if len(stems) == 1 and _slug_words(stems[0]) <= 2 and not _LONG_ID.search(stems[0]) else 0.0
        score += 1.0 if 0 < target.units <= 2 else 0.5 if target.units == 3 else 0.0
        score += 1.0 if target.stands_in(words.NAV | words.BREADCRUMB) or "category" in target.anchors[0].rel else 0.0
        score += 3.0 if _PAGED.search(target.known) or target.stands_in(words.PAGER) else 0.0
        score += 1.5 if _QUERY_LIST.search(target.parts.query) else 0.0
        score += 2.5 if _ARCHIVE.search(target.parts.path) else 0.0
        score += 1.0 if target.stands_in(words.TAGS) or "tag" in target.anchors[0].rel.split() else 0.0
        score += 0.5 if target.parts.path.endswith("/") else 0.0
        return score

    def other_evidence(self, target: _Target) -> float:
        stems = [_stem(segment) for segment in target.segments]
        score = 0.8
        score += 6.0 if _NO_PAGE.search(target.parts.path) else 0.0
        score += 4.5 if any(stem in _SERVICES for stem in stems[:1] + stems[-1:]) else 0.0
        score += 1.0 if target.stands_in(words.FOOTER) else 0.0
        score += 4.0 if _RETURN.search(target.parts.query) else 0.0
        score += 2.0 if target.stands_in(words.SHARE) else 0.0
        score += 1.0 if not target.text else 0.0
        score += 1.5 if any("sponsored" in anchor.rel for anchor in target.anchors) else 0.0
        return score


@lru_cache(maxsize=16384)
def _shape(segment: str) -> str:
    """A path segment without what makes it this one: equal for addresses of one template."""
    stem = _stem(segment)
    extension = segment[len(stem) :]
    if stem.isdecimal():
        return f"{min(len(stem), 6)}d{extension}"
    slug = _slug_words(stem)
    if slug >= 4:
        return f"slug{extension}"
    if _HASH.search(stem) or _LONG_ID.search(stem) or _NUMBERED.match(segment):
        return f"id{extension}"
    return f"{'words' if slug > 1 else 'word'}{extension}"


@lru_cache(maxsize=16384)
def _stem(segment: str) -> str:
    return _EXTENSION.sub("", segment)


@lru_cache(maxsize=16384)
def _slug_words(segment: str) -> int:
    return sum(1 for part in _PART.split(_stem(segment)) if _LETTERS.search(part))
