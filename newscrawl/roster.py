"""The roster: which sites are crawled, how often and how, from ``sites.toml``.

    [times]
    url = "https://times.example/"
    every = "30m"                     # or "adaptive"
    timezone = "Europe/Berlin"        # of dates that the site prints without one
    delay_s = 2
    sections = ["politics", "sport/football"]
    label = "The Times"
    enabled = true

Only ``url`` has to be there. All that is wrong with a roster is told at once.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from lxml import etree

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.dates import named_zone
from newscrawl.extraction.urls import is_http_url, site_key

ADAPTIVE = "adaptive"
"""The rhythm of a site that is crawled as often as it publishes."""

_NAME = re.compile(r"[\w-][\w.-]{0,80}")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(m|h|d|w)")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SHORTEST_S, _LONGEST_S = 60.0, 366 * 86_400.0
_LONGEST_DELAY_S = 3600.0
_KEYS = ("url", "every", "timezone", "delay_s", "sections", "label", "enabled")
_MOST_TOLD = 20


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One site of the roster."""

    name: str
    url: str
    every_s: float | None = None
    """Seconds from one crawl to the next. None: it is not crawled by itself, or adaptively."""
    is_adaptive: bool = False
    timezone: str | None = None
    delay_s: float | None = None
    """The least between two requests. None: as DOWNLOAD_DELAY says."""
    sections: tuple[str, ...] = ()
    label: str | None = None
    enabled: bool = True

    @property
    def site(self) -> str:
        """The key that the store has for it."""
        return site_key(self.url)


def read_roster(path: Path) -> list[Entry]:
    """The entries of a roster, file order. CannotCrawl lists all that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CannotCrawl(
            f"there is no roster {path}; scrapy addsite https://news.example/ --write makes one"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotCrawl(f"roster {path}: cannot be read ({error})") from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotCrawl(f"roster {path}: {_in_words(str(error))}") from None
    faults: list[str] = []
    entries = [entry for name, table in tables.items() if (entry := _entry(name, table, faults)) is not None]
    faults += _repeated(entries)
    if faults:
        more = f" (and {len(faults) - _MOST_TOLD} more)" if len(faults) > _MOST_TOLD else ""
        raise CannotCrawl(f"roster {path}: {'; '.join(faults[:_MOST_TOLD])}{more}")
    return entries


def chosen(entries: Iterable[Entry], names: str | None, path: Path) -> list[Entry]:
    """The entries that ``NAME[,NAME…]`` chooses, or all that are enabled. CannotCrawl for a name that is none."""
    entries = list(entries)
    if names is None or names.strip() == "all":
        found = [entry for entry in entries if entry.enabled]
        if not found:
            raise CannotCrawl(f"roster {path}: no site in it is enabled")
        return found
    known = {entry.name: entry for entry in entries}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        close = difflib.get_close_matches(unknown[0], known, n=1) if unknown else []
        mend = f"did you mean {close[0]}?" if close else f"it has {', '.join(list(known)[:10]) or 'none'}"
        raise CannotCrawl(f"site={names}: the roster {path} has no such site; {mend}")
    return [known[name] for name in wanted]


def span_s(text: str) -> float | None:
    """Seconds of ``30m``, ``2h``, ``1d``, ``1w``. None: it is no span between a minute and a year.

    >>> span_s("30m"), span_s("2h"), span_s("0m"), span_s("often")
    (1800.0, 7200.0, None, None)
    """
    found = _SPAN.fullmatch(text.strip().lower())
    seconds = float(found[1]) * _SECONDS[found[2]] if found is not None else 0.0
    return seconds if _SHORTEST_S <= seconds <= _LONGEST_S else None


def as_toml(name: str, url: str, **known: str | float | None) -> str:
    """A new entry as it stands in the file; values are escaped as JSON's, which TOML reads.

    >>> print(as_toml("times", "https://times.test/", every="1h"), end="")
    <BLANKLINE>
    [times]
    url = "https://times.test/"
    every = "1h"
    """
    rows = {"url": url, **{key: value for key, value in known.items() if value is not None}}
    head = name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items()]
    return "".join([f"\n[{head}]\n", *lines])


def listed_in(path: Path) -> list[tuple[str, str]]:
    """(name, address) of the sites of an OPML list of feeds, or of a CSV with a column ``url`` (and ``name``)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotCrawl(f"{path}: cannot be read ({error.strerror})") from None
    is_opml = path.suffix.lower() in (".opml", ".xml") or data.lstrip()[:5] == b"<?xml"
    found = list(_of_opml(data, path) if is_opml else _of_csv(data, path))
    if not found:
        raise CannotCrawl(f"{path}: no address in it; OPML has htmlUrl or xmlUrl, a CSV a column url")
    return found


def name_of(address: str) -> str:
    """A short name for a site: its registrable domain, without what follows the name where that is clear.

    >>> name_of("https://www.times.co.uk/news"), name_of("http://127.0.0.1:8000/")
    ('times', '127-0-0-1-8000')
    """
    key = site_key(address)
    return key.partition(".")[0] if not re.match(r"[\d\[]", key) else re.sub(r"[^\w]+", "-", key).strip("-")


# -- reading -----------------------------------------------------------------------------------------------------------


def _entry(name: str, table: Any, faults: list[str]) -> Entry | None:
    before = len(faults)
    if not _NAME.fullmatch(name) or "," in name or name == "all":
        faults.append(f"[{name}]: is no name; letters, digits, - and . make one, and all means every site")
    if not isinstance(table, Mapping):
        faults.append(f"{name}: stands outside of a site; sites begin with [name]")
        return None
    for key in table:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            faults.append(f"[{name}] {key}: is no key; " + (f"did you mean {close[0]}?" if close else ", ".join(_KEYS)))
    url = _of_kind(name, table, "url", str, faults, is_needed=True) or ""
    if url and not (is_http_url(url) and not re.search(r"\s", url)):
        faults.append(f"[{name}] url: {url!r} is no web address; write it like https://news.example/")
    every = _of_kind(name, table, "every", str, faults)
    if every is not None and every != ADAPTIVE and span_s(every) is None:
        faults.append(f'[{name}] every: {every!r} is no rhythm; write "30m", "2h", "1d", or "{ADAPTIVE}"')
    zone = _of_kind(name, table, "timezone", str, faults)
    if zone is not None and not _is_zone(zone):
        faults.append(f"[{name}] timezone: {zone!r} is none; write it like Europe/Berlin")
    delay = table.get("delay_s")
    if delay is not None and (isinstance(delay, bool) or not isinstance(delay, int | float) or not _may_delay(delay)):
        faults.append(f"[{name}] delay_s: {delay!r} is no number of seconds from 0 to {_LONGEST_DELAY_S:.0f}")
    sections = table.get("sections", [])
    if not (isinstance(sections, list) and all(isinstance(one, str) and one.strip("/ ") for one in sections)):
        faults.append(f'[{name}] sections: is no list of sections; write ["politics", "sport/football"]')
    label = _of_kind(name, table, "label", str, faults)
    enabled = _of_kind(name, table, "enabled", bool, faults)
    if len(faults) > before:
        return None
    return Entry(
        name=name,
        url=url,
        every_s=span_s(every) if every not in (None, ADAPTIVE) else None,
        is_adaptive=every == ADAPTIVE,
        timezone=zone,
        delay_s=float(delay) if delay is not None else None,
        sections=tuple(one.strip().strip("/").lower() for one in sections),
        label=label,
        enabled=enabled is not False,
    )


def _of_kind(
    name: str, table: Mapping[str, Any], key: str, kind: type, faults: list[str], *, is_needed: bool = False
) -> Any:
    value = table.get(key)
    if value is None and is_needed:
        faults.append(f"[{name}]: {key} is missing")
    elif value is not None and not isinstance(value, kind):
        faults.append(f"[{name}] {key}: {value!r} is no {'text' if kind is str else 'true or false'}")
        return None
    return value


def _is_zone(zone: str) -> bool:
    try:
        named_zone(zone)
    except ValueError:
        return False
    return True


def _may_delay(delay: float) -> bool:
    return 0 <= delay <= _LONGEST_DELAY_S


def _repeated(entries: Iterable[Entry]) -> Iterator[str]:
    """Two entries of one site would be crawled side by side, and each find it held by the other."""
    first: dict[str, str] = {}
    for entry in entries:
        name = first.setdefault(entry.site, entry.name)
        if name != entry.name:
            yield f"[{entry.name}] url: is of the same site as [{name}] ({entry.site}); leave one out"


def _in_words(fault: str) -> str:
    found = re.match(r"Cannot declare \((.*?),?\) twice (.*)", fault)
    return f"two sites have the name {found[1]} {found[2]}" if found else fault


def _of_opml(data: bytes, path: Path) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CannotCrawl(f"{path}: is no OPML ({error})") from None
    for outline in root.iter("outline") if root is not None else ():
        address = outline.get("htmlUrl") or outline.get("htmlurl") or outline.get("xmlUrl") or outline.get("xmlurl")
        if address and is_http_url(address):
            yield name_of(address), address


def _of_csv(data: bytes, path: Path) -> Iterator[tuple[str, str]]:
    try:
        rows = csv.DictReader(StringIO(data.decode("utf-8-sig")))
        for number, row in enumerate(rows, 2):
            named = {(key or "").strip().lower(): (value or "") for key, value in row.items() if isinstance(value, str)}
            address = named.get("url", "").strip()
            if not is_http_url(address):
                raise CannotCrawl(f"{path}, line {number}: {address!r} is no web address; the column is called url")
            yield named.get("name", "").strip() or name_of(address), address
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotCrawl(f"{path}: is no CSV in UTF-8 ({error})") from None
