"""Pages that no newsroom made: each grows with a number, so that a test can see what twice as much of it costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

SENTENCE = "The ferry to the island was late again on Monday, said the harbour office, and nobody could say why. "
ARTICLE = "<h1>The ferry is late again</h1>" + f"<p>{SENTENCE}</p>" * 8
"""What a reader should find, whatever stands around it."""

SCRIPT = '<script type="application/ld+json">'

Maker = Callable[[int], str | bytes]


def page(inside: str, head: str = "") -> str:
    return f"<html><head><title>The ferry is late again</title>{head}</head><body>{ARTICLE}{inside}</body></html>"


def json_ld(value: str) -> str:
    return page("", f"{SCRIPT}{value}</script>")


def article_json_ld(**facts: object) -> str:
    return json_ld(json.dumps({"@type": "NewsArticle", "headline": "The ferry is late again", **facts}))


def nested(opening: str, closing: str = "") -> Maker:
    return lambda n: page(opening * n + "deep down" + closing * n)


def repeated(piece: str) -> Maker:
    """``piece`` n times below the article; ``%d`` in it is counted."""
    return lambda n: page("".join(piece % place for place in range(n)) if "%d" in piece else piece * n)


def in_head(piece: str) -> Maker:
    return lambda n: page("", "".join(piece % place for place in range(n)) if "%d" in piece else piece * n)


def in_head_once(opening: str, piece: str) -> Maker:
    return lambda n: page("", f"{opening}{piece * n}'>")


def around(opening: str, piece: str, closing: str) -> Maker:
    return lambda n: page(opening + piece * n + closing)


def dated_entries(n: int) -> str:
    entry = '<div class="entry"><time datetime="2026-11-05T%02d:00:00Z">x</time><h3>Entry</h3><p>%s</div>'
    entries = "".join(entry % (place % 24, SENTENCE) for place in range(n))
    return page(f'<div class="live-blog">{entries}</div>')


def attributes_of_one_element(n: int) -> str:
    return page("<div " + " ".join(f"a{place}=1" for place in range(n)) + ">x</div>")


def deep_json_ld(n: int) -> str:
    return json_ld('{"@type":"NewsArticle","mainEntity":' * n + "1" + "}" * n)


def json_ld_graph(n: int) -> str:
    things = [{"@type": "NewsArticle", "@id": f"#{place}", "headline": f"Story {place}"} for place in range(n)]
    return json_ld(json.dumps({"@graph": things}))


def json_ld_with_many_authors(n: int) -> str:
    return article_json_ld(author=[{"@id": f"#{place}"} for place in range(n)])


def json_ld_live_blog(n: int) -> str:
    entry = {"@type": "BlogPosting", "headline": "Entry", "articleBody": f"<p>{SENTENCE}</p>"}
    return json_ld(json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": [entry] * n}))


def long_block_of_links(n: int) -> str:
    return page("<p>" + "".join(f'<a href="/{place}">Story {place}</a> and ' for place in range(n)) + "</p>")


def headlines(n: int) -> str:
    return page("".join(f"<h1>Headline number {place}</h1>" for place in range(n)))


def headed_lists(n: int) -> str:
    return page("".join(f"<div><h3>Related</h3><ul><li><a href=/r/{place}>Story</a></ul></div>" for place in range(n)))


def paragraphs(n: int) -> str:
    return "<h1>The ferry is late again</h1>" + f"<p>{SENTENCE}</p>\n" * n


GROWING: dict[str, tuple[int, Maker]] = {
    # name: (how many make a costly page, what it is)
    "paragraphs": (3_000, paragraphs),
    "short paragraphs": (10_000, repeated("<p>word")),
    "nested divs": (15_000, nested("<div>", "</div>")),
    "nested unclosed divs": (15_000, nested("<div>")),
    "nested inline tags": (15_000, nested("<b>", "</b>")),
    "nested mixed inline tags": (8_000, nested("<b><i>", "</i></b>")),
    "misnested formatting": (3_000, repeated("<b><p><i>x</b>")),
    "formatting never closed": (3_000, repeated("<font color=%d><p>x")),
    "nested lists": (8_000, nested("<ul><li>")),
    "nested tables": (5_000, nested("<table><tr><td>")),
    "nested links": (8_000, nested("<a href=x><b>")),
    "nested quotes of 400": (15, around("<blockquote>" * 400, f"<p>{SENTENCE}</p>" * 40, "")),
    "nested sections named aside": (15, around('<div class="related sidebar">' * 400, f"<p>{SENTENCE}</p>" * 40, "")),
    "one long table": (5_000, around("<table>", "<tr><td>7<td>8<td>9", "</table>")),
    "text misplaced in a table": (5_000, around("<table>", "<tr>x<td>y", "</table>")),
    "one wide table": (20_000, around("<table><tr>", "<td>7", "</table>")),
    "select list": (10_000, around("<select>", "<option value=/a>a", "</select>")),
    "line breaks": (20_000, repeated("<br>")),
    "text and line breaks": (10_000, repeated("a<br>")),
    "line breaks in a paragraph": (20_000, around("<p>", "a<br>", "</p>")),
    "headlines": (5_000, headlines),
    "time elements": (10_000, repeated('<time datetime="2026-11-05T10:26:37Z">5 November</time>')),
    "time elements in boxes": (5_000, repeated('<div><time datetime="2026-11-05">5 November</time></div>')),
    "printed dates": (5_000, repeated("<div class=date>5 November 2026, 10:26</div>")),
    "meta elements": (10_000, in_head("<meta property=og:p%d content=x>")),
    "meta elements of one name": (10_000, in_head("<meta property=article:tag content='a, b'>")),
    "meta authors": (10_000, in_head("<meta name=author content='By Ada Moor and Ben Tide'>")),
    "base elements": (10_000, in_head("<base href=/%d/>")),
    "itemprops": (10_000, repeated("<span itemprop=author>Ada Moor</span>")),
    "nested itemprops": (400, nested("<span itemprop=author itemscope>Ada", "</span>")),
    "nested unknown itemprops": (400, nested("<span itemprop=description>Ada Moor ", "</span>")),
    "itemprops of nothing": (5_000, repeated("<div itemprop=author><p>x</p></div>")),
    "links": (3_000, repeated("<a href=/%d>Story</a>")),
    "links in one block": (2_000, long_block_of_links),
    "breadcrumbs": (3_000, around("<nav class=breadcrumb>", "<a href=/>Home</a> &gt; ", "</nav>")),
    "breadcrumb boxes": (3_000, repeated("<nav class=breadcrumb><a href=/a>A</a></nav>")),
    "tag links": (4_000, repeated("<a rel=tag href=/t/%d>Tag</a>")),
    "author links": (4_000, repeated("<a rel=author href=/author/%d>Ada Moor</a>")),
    "author classes": (5_000, repeated("<span class=author>Ada Moor</span>")),
    "headed lists": (2_000, headed_lists),
    "figures": (3_000, repeated("<figure><img src=/%d.jpg><figcaption>A ferry. Photo: Ada Moor</figcaption></figure>")),
    "pictures in one figure": (5_000, around("<figure>", "<img src=/a.jpg>", "<figcaption>A</figcaption></figure>")),
    "entries of a live blog": (1_000, dated_entries),
    "corrections": (3_000, repeated("<p>Correction: the ferry of %d was not late, as this said.</p>")),
    "paywall notices": (3_000, repeated("<div class=paywall>Subscribe to continue reading</div>")),
    "attributes": (10_000, attributes_of_one_element),
    "one huge attribute": (1_000_000, lambda n: page(f'<div class="{"a" * n}">x</div>')),
    "one attribute of many words": (100_000, lambda n: page(f'<div class="{"a b" * n}">x</div>')),
    "camel humps": (100_000, lambda n: page(f'<div class="{"aB" * n}">x</div>')),
    "one huge link": (500_000, lambda n: page(f'<a href="/{"a/" * n}">x</a>')),
    "one link of many parameters": (100_000, lambda n: page(f'<a href="/?{"a=1&" * n}">x</a>')),
    "one huge title": (500_000, lambda n: page("", f"<title>{'Ferry | ' * n}</title>")),
    "one huge headline": (200_000, lambda n: page(f"<h1>{'Ferry - ' * n}</h1>")),
    "one huge description": (500_000, lambda n: page("", f'<meta name=description content="{"ferry, " * n}">')),
    "one huge date": (500_000, lambda n: page("", f'<meta property="article:published_time" content="{"1" * n}">')),
    "one word": (1_000_000, lambda n: page(f"<p>{'x' * n}</p>")),
    "one paragraph": (10_000, lambda n: page(f"<p>{SENTENCE * n}</p>")),
    "one paragraph without punctuation": (200_000, lambda n: page(f"<p>{'ferry ' * n}</p>")),
    "one line of capitals": (200_000, lambda n: f"<p>{'FERRY ' * n}</p>"),
    "one line of digits": (500_000, lambda n: page(f"<p>{'1' * n}</p>")),
    "one line of digits and commas": (200_000, lambda n: page(f"<p>{'1,' * n}</p>")),
    "one line of brackets": (500_000, lambda n: page(f"<p>{'(' * n}</p>")),
    "one line of dots": (500_000, lambda n: page(f"<p>{'. ' * n}</p>")),
    "spaces": (1_000_000, lambda n: page(f"<p>{' ' * n}x</p>")),
    "entities": (150_000, lambda n: page(f"<p>{'&amp;' * n}</p>")),
    "broken entities": (150_000, lambda n: page(f"<p>{'&#xffffffff;&#0;&nosuch&' * n}</p>")),
    "entities escaped again and again": (150_000, in_head_once("<meta name=description content='&", "amp;")),
    "open brackets": (200_000, lambda n: page("<" * n)),
    "open brackets and letters": (100_000, lambda n: page("<a" * n)),
    "unclosed comments": (100_000, repeated("<!--")),
    "unclosed tags": (100_000, repeated("<p ")),
    "unclosed quotes": (50_000, repeated("<p a='")),
    "unclosed scripts": (50_000, repeated("<script>")),
    "scripts": (10_000, repeated("<script>var a = 1</script>")),
    "CDATA sections": (50_000, repeated("<![CDATA[")),
    "processing instructions": (50_000, repeated("<?xml ?>")),
    "plaintext": (20_000, lambda n: page("<plaintext>" + "<p>x" * n)),
    "templates": (10_000, repeated("<template><p>x</template>")),
    "iframes": (10_000, repeated("<iframe src=/a></iframe>")),
    "svg": (10_000, around("<svg>", "<g><path d=M0 /></g>", "</svg>")),
    "nested svg": (5_000, nested("<svg><foreignObject>")),
    "frames": (10_000, lambda n: page("<frameset>" + "<frame src=/a>" * n)),
    "forms": (5_000, repeated("<form><input type=hidden name=page value=%d></form>")),
    "NUL bytes": (500_000, lambda n: page("\0" * n).encode()),
    "zero-width joiners": (300_000, lambda n: page("<p>" + "a\u200d" * n)),
    "writing that turns back": (200_000, lambda n: page("<p>" + "\u202ea\u202c" * n)),
    "combining marks": (200_000, lambda n: page("<p>a" + "\u0301" * n)),
    "ligatures": (100_000, lambda n: page("<p>" + "\ufdfa" * n)),
    "lone surrogates": (200_000, lambda n: page("\ud800" * n)),
    "form feeds": (500_000, lambda n: page("\f" * n)),
    "bytes of no charset": (300_000, lambda n: bytes(range(128, 256)) * (n // 128)),
    "broken UTF-8": (100_000, lambda n: ARTICLE.encode() + b"<p>" + b"\xc3\x28 " * n),
    "deep JSON-LD": (20_000, deep_json_ld),
    "deep lists in JSON-LD": (100_000, lambda n: json_ld("[" * n)),
    "JSON-LD graph": (5_000, json_ld_graph),
    "JSON-LD one after the other": (20_000, lambda n: json_ld('{"@type":"NewsArticle","headline":"a"},' * n)),
    "JSON-LD scripts": (3_000, in_head(SCRIPT + '{"@type":"NewsArticle","headline":"%d"}</script>')),
    "broken JSON-LD scripts": (3_000, in_head(SCRIPT + '{"@type":"NewsArticle",</script>')),
    "JSON-LD authors": (20_000, json_ld_with_many_authors),
    "JSON-LD live blog": (1_000, json_ld_live_blog),
    "JSON-LD commas": (300_000, lambda n: json_ld("{" + "," * n)),
    "JSON-LD commas and spaces": (300_000, lambda n: json_ld("{" + ", " * n)),
    "JSON-LD comma and spaces": (100_000, lambda n: json_ld('{"a":1,' + " " * n + "x")),
    "JSON-LD spaces at the end": (100_000, lambda n: json_ld('{"a":1}' + " " * n + "x")),
    "JSON-LD backslashes": (300_000, lambda n: json_ld('{"a":"' + "\\" * n)),
    "JSON-LD entities": (100_000, lambda n: json_ld("{&quot;" * n)),
    "JSON-LD headline": (500_000, lambda n: json_ld('{"@type":"NewsArticle","headline":"' + "<" * n + '"}')),
    "JSON-LD body": (10_000, lambda n: article_json_ld(articleBody=f"{SENTENCE}\n" * n)),
    "JSON-LD section": (200_000, lambda n: article_json_ld(articleSection="a|" * n)),
    "JSON-LD author": (200_000, lambda n: article_json_ld(author="and " * n)),
    "JSON-LD keywords": (200_000, lambda n: article_json_ld(keywords="a," * n)),
}  # fmt: skip


ODD_JSON_LD = (
    "NaN", "[NaN, Infinity, -Infinity]", "null", "true", '""', "[]", "{}", "[[[]]]",
    '{"@type": NaN, "headline": Infinity, "author": -Infinity, "datePublished": NaN}',
    '{"@type": "NewsArticle", "headline": 1e999, "datePublished": 99999999999999999999999}',
    '{"@type": "NewsArticle", "datePublished": ' + "9" * 6000 + "}",
    '{"@type": "NewsArticle", "keywords": ' + "9" * 4000 + "}",
    '{"@type": ["NewsArticle", null, 7, {}], "author": [[[]], null, 7, {"name": {"name": ["x"]}}]}',
    '{"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}, "publisher": {"@id": "#a"}, "image": {"@id": "#"}}',
    '{"@type": "NewsArticle", "@id": {"@id": []}, "mainEntityOfPage": {"@id": {"@id": 3}}, "url": 7}',
    '{"@type": "NewsArticle", "headline": {"@value": {"@value": []}}, "image": [[], {}, {"url": {}}, {"url": [1]}]}',
    '{"@type": "NewsArticle", "image": "http://[bad", "url": "http://[bad", "mainEntityOfPage": "http://[bad"}',
    '{"@type": "BreadcrumbList", "itemListElement": [{"position": "x"}, {"position": [], "item": {"name": 7}}, 3]}',
    '{"@type": "BreadcrumbList", "itemListElement": [{"position": NaN, "name": "a"}, {"position": 1e99, "name": ""}]}',
    '{"@type": "BreadcrumbList", "itemListElement": [{"position": ' + "9" * 400 + ', "name": "a"}]}',
    '{"@type": "LiveBlogPosting", "liveBlogUpdate": [3, {"headline": 4, "articleBody": {}, "datePublished": []}]}',
    '{"@type": "LiveBlogPosting", "liveBlogUpdate": {"articleBody": "<", "headline": "\\ud800"}}',
    '{"@type": "NewsArticle", "headline": "\\ud800", "description": "\\u0000", "articleBody": "\\udfff \\ud83d"}',
    '{"@type": "NewsArticle", "isAccessibleForFree": {"a": []}, "inLanguage": [{"name": {}}], "license": {"url": 7}}',
    '{"@type": "NewsArticle", "isAccessibleForFree": [], "hasPart": [3, {"isAccessibleForFree": {}}]}',
    '{"@type": "NewsArticle", "articleBody": [], "copyrightNotice": {}, "articleSection": {}, "keywords": {"a": 1}}',
    '{"@type": "VideoObject", "uploadDate": {}, "thumbnailUrl": []}',
)  # fmt: skip
"""Structured data that is JSON, or nearly, and no thing that schema.org knows."""


def odd_pages() -> Iterator[str | bytes]:
    """Small pages of which each once was, or could be, too much for a reader."""
    yield from map(json_ld, ODD_JSON_LD)
    yield from ("", b"", "\ud800", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\x00" * 100, b"\xff\xfe\x00")
    for piece in (
        "<plaintext>", "<base href='http://[bad'>", "<base href='//'>", "<base href=''>", "<base href='data:,x'>",
        "<base href='http://'><a href=x>y</a>", "<html lang='\x00'>", "<html lang=''>", "<frameset></frameset>",
        "<table><a href=/x>y", "<!doctype", "<![CDATA[", "<script>", "<style>", "<title>", "<textarea>", "<!--",
        "<time datetime='\ud800'>", "<time datetime='9999-99-99T99:99:99+99:99'>", "<time datetime='2026-02-30'>",
        "<time datetime='0000-00-00'>", "<time datetime='²⁰²⁶-¹¹-⁰⁵'>x</time>", "<time datetime='٢٠٢٦-١١-٠٥'>x</time>",
        "<meta property='article:published_time' content='9999-12-31T23:59:59-14:00'>",
        "<meta property='article:published_time' content='0001-01-01T00:00:00+14:00'>",
        "<meta property='article:published_time' content='1²³456789012'>", "<meta name=date content='²0260105'>",
        "<meta property='og:image' content='http://[bad'>", "<meta property='og:title' content='\x00'>",
        "<img src='http://[bad' width='²³'>", "<img src=a width='٣'>", "<img srcset=', ,'>", "<img src='//[::'>",
        "<a href='http://[::1'>x</a>", "<a href='http://a:99999999/'>x</a>", "<a href='http://\x00'>x</a>",
        "<a href='http://xn--/'>x</a>", "<a href='//.'>x</a>", "<a href='http://a..b/'>x</a>", "<a href='?%%%'>x</a>",
        "<a href='http://" + "a" * 300 + "/'>x</a>", "<a href='http://\u2100/'>x</a>", "<a href='/\ud800'>x</a>",
        "<a href>x</a>", "<a href='http://u:p@h:x/'>x</a>", "<a href='mailto:'>x</a>", "<link rel=next href='http://['>",
        "<form action='http://['><input type=hidden name=page value=2><button>More</button></form>",
    ):  # fmt: skip
        yield page(piece, piece)
