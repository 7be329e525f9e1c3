"""Words that tell what a part of a page is for: in class names, headings and labels of many languages."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

# What class and id words say about a box. Order gives the bits.
_GROUPS = {
    "BODY": """articlebody article-body storybody story-body body content contents contenido conteudo contenu inhalt
        text texte texto testo article artikel articulo story post entry prose richtext paragraph""",
    "HEADLINE": "headline title titre titel titulo heading hed",
    "LEAD": """lead lede intro standfirst summary excerpt description dek subtitle subhead teaser chapo deck sapo
        abstract vorspann""",
    "RELATED": """related recommended recommend recommendations recirc recirculation more similar readmore mehr
        relacionadas relacionados trending popular mostread most-read ranking rank latest next previous prev
        paihang tuijian also seealso""",
    "PROMO": """promo outbrain taboola sponsored sponsor partner zone mgid teasers card cards tile carousel slider
        advertorial""",
    "SHARE": """share sharing social sharebar sharedaddy addthis follow like likes digg bookmark print tools
        toolbar actions reactions""",
    "NEWSLETTER": """newsletter subscribe subscription signup register login inline-cta cta optin donate donation
        membership abo""",
    "COMMENTS": "comment comments disqus respond reply replies discussion kommentar kommentare forum",
    "FOOTER": "footer foot copyright legal colophon impressum disclaimer",
    "NAV": "nav navigation navi menu menus navbar topbar toc sitemap offcanvas drawer",
    "BREADCRUMB": "breadcrumb breadcrumbs crumb crumbs ariadne",
    "PAGER": """pagination pager paging paginator pages page-numbers paginate paginacion seiten pagenav
        nav-links pageno wp-pagenavi""",
    "CAPTION": """caption captions credit credits image img photo picture gallery figure figcaption foto bild slideshow
        lightbox""",
    "MEDIA": "video player embed audio podcast",
    "BYLINE": "author authors byline autor autoren auteur autore writer bio contributor signature",
    "DATE": "date time timestamp published pubdate datetime datum fecha updated modified",
    "META": "meta info postmeta articleinfo kicker label rubric category categories eyebrow",
    "TAGS": "tag tags topic topics keyword keywords hashtag hashtags",
    "AD": "ad ads advert advertisement advertising adsense dfp banner anzeige publicidad werbung",
    "COOKIE": "cookie cookies consent gdpr privacy modal popup overlay dialog tooltip",
    "SIDEBAR": "sidebar aside rail widget-area secondary complementary infobox factbox",
    "QUOTE": "quote pullquote blockquote",
    "LIVE": "liveblogupdate liveblog live-blog liveticker ticker liveupdate live-update live-entry livefeed",
    "CORRECTION": "correction corrections clarification editorsnote editors-note erratum korrektur rectificatif",
    "PAYWALL": "paywall piano metered regwall offer",
}
BITS = {name: 1 << place for place, name in enumerate(_GROUPS)}
"""The bit of each group."""
HIDDEN = 1 << len(_GROUPS)

BODY, HEADLINE, LEAD = BITS["BODY"], BITS["HEADLINE"], BITS["LEAD"]
RELATED, PROMO, SHARE, NEWSLETTER = BITS["RELATED"], BITS["PROMO"], BITS["SHARE"], BITS["NEWSLETTER"]
COMMENTS, FOOTER, NAV, BREADCRUMB = BITS["COMMENTS"], BITS["FOOTER"], BITS["NAV"], BITS["BREADCRUMB"]
PAGER, CAPTION, MEDIA, BYLINE = BITS["PAGER"], BITS["CAPTION"], BITS["MEDIA"], BITS["BYLINE"]
DATE, META, TAGS, AD = BITS["DATE"], BITS["META"], BITS["TAGS"], BITS["AD"]
COOKIE, SIDEBAR, QUOTE, LIVE = BITS["COOKIE"], BITS["SIDEBAR"], BITS["QUOTE"], BITS["LIVE"]
CORRECTION, PAYWALL = BITS["CORRECTION"], BITS["PAYWALL"]

_BIT_OF_WORD: dict[str, int] = {}
for _name, _words in _GROUPS.items():
    for _word in _words.split():
        _BIT_OF_WORD[_word] = _BIT_OF_WORD.get(_word, 0) | BITS[_name]

_OPENINGS = frozenset(word[:size] for word in _BIT_OF_WORD for size in range(1, len(word)))
"""What a word of two parts may begin with."""

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=16384)
def class_bits(names: str) -> int:
    """The groups that the words of class and id belong to, as bits.

    >>> class_bits("relatedPosts sidebar") == RELATED | SIDEBAR
    True
    """
    bits = 0
    for name in names.split()[:20]:
        bits |= _name_bits(name)
    return bits


@lru_cache(maxsize=16384)
def _name_bits(name: str) -> int:
    lowered = name.lower()
    bits = _BIT_OF_WORD.get(lowered, 0)
    if name == lowered and name.isalpha():
        return bits
    parts = [part.lower() for part in _PART.findall(name)[:12]]
    for part in parts:
        bits |= _BIT_OF_WORD.get(part, 0)
    for first, second in pairwise(parts):
        if first in _OPENINGS:
            bits |= _BIT_OF_WORD.get(f"{first}-{second}", 0) | _BIT_OF_WORD.get(first + second, 0)
    return bits


def names(text: str) -> frozenset[str]:
    """Words parted by white space, as a set."""
    return frozenset(text.split())


def word_set(text: str) -> frozenset[str]:
    """Words and phrases, one a line or split by `` | ``."""
    return frozenset(" ".join(phrase.split()) for phrase in text.replace("\n", "|").split("|") if phrase.strip())


_NOT_LETTERS = re.compile(r"[\W_]+")
# For ASCII: as fast as the pattern on a label of three words, three times as fast on a paragraph.
_AS_SPACES = {place: " " for place in range(128) if not chr(place).isalnum()}


def label(text: str) -> str:
    """A label's words, lower case, without punctuation: what word lists are compared with.

    >>> label(" » Read also: ")
    'read also'
    """
    if text.isascii():
        return " ".join(text.lower().translate(_AS_SPACES).split())
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def key(text: str) -> str:
    """Letters and digits only: equal for two ways of printing one name.

    >>> key("The Harbour-Times")
    'theharbourtimes'
    """
    if text.isascii():
        return "".join(text.lower().translate(_AS_SPACES).split())
    return _NOT_LETTERS.sub("", text.casefold())
