"""robots.txt (RFC 9309): which rule decides about an address, and what else is said there about use and pace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from urllib.parse import quote, unquote_to_bytes, urlsplit

MAX_BYTES = 512 * 1024
"""What is read of a robots.txt (RFC 9309 2.5 asks for 500 KiB at least)."""

OUR_TOKEN = "newscrawl"
"""Product token by which a group speaks to us (RFC 9309 2.2.1)."""

_DIRECTIVE = re.compile(r"\s*(?:([A-Za-z][A-Za-z -]*?)\s*:|([A-Za-z][A-Za-z-]*)\s)\s*(.*)", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")  # and no other: U+2028 ends no line here
_NAMES = {
    "user-agent": ("user-agent", "useragent", "user agent"),
    "disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),  # as Google's parser has it
    "allow": ("allow",),
    "crawl-delay": ("crawl-delay", "crawl delay", "crawldelay"),
    "content-signal": ("content-signal",),
    "license": ("license",),
}
_NAME_OF = {spelling: name for name, spellings in _NAMES.items() for spelling in spellings}
_TOKEN = re.compile(r"[^\s/;(]+")
_KEPT = "/?&=+:;,@!~*'()$-._[]|"  # characters that an address has as they are; all else is compared percent-encoded
_LONGEST_DELAY_S = 86400.0
MOST_PATTERNS = 2000
"""Rules of a group with ``*`` or ``$``, each of which is held against each address. Of a further one that forbids, what
stands before its first star is kept, which forbids more; one that allows is left out."""


@dataclass(frozen=True)
class Decision:
    """What a robots.txt says about one address."""

    is_allowed: bool
    rule: str | None = None
    """The line that decided, as ``Disallow: /private``. None: no rule speaks of the address."""


@dataclass
class Group:
    """The rules for some agents."""

    agents: list[str] = field(default_factory=list)
    """Product tokens in lower case; ``*`` for all that are not named."""
    prefixes: dict[str, str] = field(default_factory=dict)
    """Line by the path it begins with; of two that are equally long the one that allows."""
    patterns: list[tuple[str, str]] = field(default_factory=list)
    """(pattern, line) of those with ``*`` or ``$``."""
    delays: list[float] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    """``Content-Signal`` values."""

    def add_rule(self, name: str, path: str) -> None:
        line = f"{name.capitalize()}: {path}"
        pattern = _encoded(path)
        is_pattern = "*" in pattern or pattern.endswith("$")
        if is_pattern and len(self.patterns) >= MOST_PATTERNS:
            if name == "disallow":
                self.prefixes.setdefault(pattern.partition("*")[0].removesuffix("$"), line)
        elif is_pattern:
            self.patterns.append((pattern, line))
        elif name == "allow" or pattern not in self.prefixes:
            self.prefixes[pattern] = line

    @cached_property
    def shuts_out(self) -> bool:
        """Whether no address but what single rules allow may be asked for."""
        return not _is_allowed(_decide([self], "/")) and not _is_allowed(_decide([self], "/x"))


class Robots:
    """One robots.txt, read; an empty one allows all.

    >>> robots = Robots(b"User-agent: *\\nDisallow: /private/\\nAllow: /private/press$")
    >>> robots.decide("https://times.test/private/a")
    Decision(is_allowed=False, rule='Disallow: /private/')
    >>> robots.decide("https://times.test/private/press").is_allowed
    True
    """

    def __init__(self, body: bytes = b"", agent: str = OUR_TOKEN) -> None:
        """Read the first 512 KiB; ``agent`` is our product token."""
        self.groups: list[Group] = []
        self.signals: list[str] = []
        """``Content-Signal`` values for all agents: those of no group."""
        self.licenses: list[str] = []
        """``License`` addresses (RSL)."""
        self._shut_out: dict[tuple[str, ...], list[str]] = {}
        self._read(_lines(body))
        self._by_agent: dict[str, list[Group]] = {}
        for group in self.groups:
            for name in dict.fromkeys(group.agents):
                self._by_agent.setdefault(name, []).append(group)
        self._ours = self.groups_for(agent)

    def decide(self, url: str) -> Decision:
        """What it says about an address: the longest rule that fits, and of equally long ones the one that allows."""
        path = _path(url)
        if path == "/robots.txt":
            return Decision(True)
        line = _decide(self._ours, path)
        return Decision(_is_allowed(line), line)

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that are asked of us. None: none are."""
        return max((delay for group in self._ours for delay in group.delays), default=None)

    @property
    def content_signals(self) -> list[str]:
        """``Content-Signal`` values that speak to us, in order, no repeats."""
        ours = [signal for group in self._ours for signal in group.signals]
        return list(dict.fromkeys([*ours, *self.signals]))

    def agents_shut_out(self, agents: Iterable[str]) -> list[str]:
        """Of some agents those that it names and keeps out of the whole site."""
        wanted = tuple(agents)
        if wanted not in self._shut_out:
            self._shut_out[wanted] = [agent for agent in wanted if any(one.shuts_out for one in self._named(agent))]
        return self._shut_out[wanted]

    def groups_for(self, agent: str) -> list[Group]:
        """The groups that speak to an agent: those that name it, else those for all."""
        return self._named(agent) or self._named("*")

    def _named(self, agent: str) -> list[Group]:
        return self._by_agent.get(agent.lower(), [])

    def _read(self, lines: Iterator[tuple[str, str]]) -> None:
        group: Group | None = None
        takes_agents = False
        for name, value in lines:
            if name == "user-agent":
                if group is None or not takes_agents:
                    group = Group()
                    self.groups.append(group)
                takes_agents = True
                group.agents.extend(_tokens(value))
            elif name == "license":
                self.licenses.append(value) if value else None
            elif group is None:
                self.signals.extend([value] if name == "content-signal" and value else [])
            else:
                takes_agents = takes_agents and name == "content-signal"  # other lines end no list of agents (2.2.1)
                _add(group, name, value)


def _add(group: Group, name: str, value: str) -> None:
    if name == "content-signal" and value:
        group.signals.append(value)
    elif name == "crawl-delay":
        delay = _number(value)
        if delay is not None:
            group.delays.append(delay)
    elif name in ("allow", "disallow") and value[:1] in ("/", "*"):
        group.add_rule(name, value)


@dataclass(frozen=True)
class Verdict:
    """What the robots.txt of a host says of one of its addresses."""

    decision: Decision
    robots: Robots | None
    """None: the host has none."""


@lru_cache(maxsize=1)
def ai_agents() -> tuple[str, ...]:
    """Product tokens of agents that gather texts for AI, in order of the alphabet; the list has its date and source."""
    text = (resources.files("newscrawl.extraction") / "lists" / "ai_agents.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["agents"])


# -- lines -------------------------------------------------------------------------------------------------------------


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """(name, value) of the lines that are known; a colon may be missing, as with Google's parser."""
    is_wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))  # of old Windows editors
    text = body[:MAX_BYTES].decode("utf-16" if is_wide else "utf-8", "replace").lstrip("\ufeff")
    lines = _LINE_END.split(text)
    if len(body) > MAX_BYTES:
        lines.pop()  # cut in the middle
    for line in lines:
        found = _DIRECTIVE.fullmatch(line.partition("#")[0].strip().replace("\0", ""))
        if found is None:
            continue
        name = _NAME_OF.get((found[1] or found[2]).lower())
        if name is not None:
            yield name, found[3].strip()


def _tokens(value: str) -> Iterator[str]:
    """The product token of a user-agent line; its version and a star after it do not count."""
    found = _TOKEN.match(value.strip())
    if found is not None:
        yield found[0].lower() if found[0] == "*" else found[0].lower().rstrip("*")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return min(number, _LONGEST_DELAY_S) if number >= 0 else None  # NaN is none either


# -- matching ----------------------------------------------------------------------------------------------------------


def _decide(groups: Iterable[Group], path: str) -> str | None:
    """The line of the longest rule that fits a path. None: none fits."""
    best, best_line = (-1, False), None
    for group in groups:
        for pattern, line in [*_prefixes_of(group, path), *_patterns_of(group, path)]:
            if (len(pattern), _is_allowed(line)) > best:
                best, best_line = (len(pattern), _is_allowed(line)), line
    return best_line


def _is_allowed(line: str | None) -> bool:
    return line is None or line.startswith("Allow")


def _prefixes_of(group: Group, path: str) -> Iterator[tuple[str, str]]:
    for length in range(len(path), 0, -1) if group.prefixes else ():
        line = group.prefixes.get(path[:length])
        if line is not None:
            yield path[:length], line
            return  # shorter ones count for less


def _patterns_of(group: Group, path: str) -> Iterator[tuple[str, str]]:
    return ((pattern, line) for pattern, line in group.patterns if _fits(pattern, path))


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` (anything) and ``$`` (the end) fits a path; linear in both but for repeats."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not is_whole or path == first
    at, last = len(first), others.pop()
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0


def path_fits(pattern: str, path: str) -> bool:
    """Whether a pattern as in robots.txt fits an address' path and query."""
    return _fits(_encoded(pattern), _encoded(path))


def _path(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    return _encoded(f"{path}?{parts.query}" if parts.query or url.partition("#")[0].endswith("?") else path)


def _encoded(text: str) -> str:
    """Percent-encoding in one way, so that two spellings compare equal (RFC 9309 2.2.2)."""
    if text.isascii() and "%" not in text and " " not in text:
        return text
    parts = re.split(r"(%(?:2[Ff]|3[Ff]|23|24|2[Aa]|25|26|3[Dd]|2[Bb]))", text)  # what has another meaning when decoded
    return "".join(part.upper() if place % 2 else _quoted(part) for place, part in enumerate(parts))


def _quoted(text: str) -> str:
    return quote(unquote_to_bytes(text.encode("utf-8", "surrogatepass")), safe=_KEPT)
