"""Illustrations drawn by code: a few simple scenes, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import pairwise

WIDTH, HEIGHT = 960, 540

# Sky above, sky below, far shape, near shape, accent.
_PALETTES = (
    ("#f6d7b0", "#f2a679", "#7d6b91", "#3f3d5c", "#fff3d6"),
    ("#cfe6ee", "#93c3d6", "#4f7f93", "#24485a", "#ffe08a"),
    ("#e4ecd3", "#b9d19a", "#6b8f5a", "#38573a", "#f4b266"),
    ("#f3e3ec", "#d7a6bd", "#8b6a94", "#4a3a63", "#ffd1a6"),
    ("#e8e4d8", "#c9bda0", "#8a7a5c", "#4d4433", "#d9663f"),
)
_NIGHT = ("#16213e", "#2c3e6b", "#1f2a4d", "#0d1326", "#ffe9a8")


class _Dice:
    """Numbers that follow from a seed: no randomness, so every run draws the same."""

    def __init__(self, seed: str) -> None:
        self._bytes = self._stream(seed)

    def roll(self, low: int, high: int) -> int:
        return low + (next(self._bytes) * 256 + next(self._bytes)) % (high - low + 1)

    @staticmethod
    def _stream(seed: str) -> Iterator[int]:
        count = 0
        while True:
            yield from hashlib.sha256(f"{seed}/{count}".encode()).digest()
            count += 1


def draw(seed: str, scene: str) -> bytes:
    """An SVG of 960 × 540. Scenes: harbour, sea, hills, field, city, night, sky, hall."""
    dice = _Dice(seed)
    palette = _NIGHT if scene == "night" else _PALETTES[dice.roll(0, len(_PALETTES) - 1)]
    above, below, far, near, accent = palette
    shapes = "".join(_SCENES[scene](dice, far, near, accent))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{above}"/>'
        f'<stop offset="1" stop-color="{below}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>{shapes}</svg>'
    ).encode()


def _sun(dice: _Dice, accent: str) -> str:
    x, y, radius = dice.roll(120, 840), dice.roll(80, 190), dice.roll(34, 70)
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{accent}" opacity=".85"/>'


def _ridge(dice: _Dice, height: int, roughness: int, colour: str) -> str:
    """A hilly line from edge to edge, filled to the bottom."""
    points = [(x, height + dice.roll(-roughness, roughness)) for x in range(0, WIDTH + 1, 120)]
    path = f"M0 {HEIGHT}V{points[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(points):
        path += f"C{x0 + 50} {y0} {x1 - 50} {y1} {x1} {y1}"
    return f'<path d="{path}V{HEIGHT}Z" fill="{colour}"/>'


def _waves(dice: _Dice, top: int, far: str, near: str) -> Iterator[str]:
    for row, y in enumerate(range(top, HEIGHT, 44)):
        shift = dice.roll(-60, 0)
        path = f"M{shift} {y}" + "q30 -16 60 0t60 0" * 10 + f"V{HEIGHT}H0Z"
        yield f'<path d="{path}" fill="{near if row % 2 else far}" opacity=".7"/>'


def _boat(x: int, y: int, size: int, hull: str, sail: str) -> str:
    return (
        f'<path d="M{x - size} {y}h{2 * size}l-{size // 3} {size // 2}h-{2 * size - 2 * (size // 3)}z" fill="{hull}"/>'
        f'<path d="M{x} {y - 4}V{y - 2 * size}L{x + size} {y - 8}Z" fill="{sail}"/>'
    )


def _windows(dice: _Dice, x: int, y: int, width: int, colour: str) -> Iterator[str]:
    for top in range(y + 18, HEIGHT - 60, 34):
        for left in range(x + 12, x + width - 14, 26):
            if dice.roll(0, 3):
                yield f'<rect x="{left}" y="{top}" width="12" height="16" fill="{colour}" opacity=".8"/>'


def _houses(dice: _Dice, top: int, far: str, near: str, accent: str) -> Iterator[str]:
    x = -20
    while x < WIDTH:
        width, y = dice.roll(70, 140), top + dice.roll(-90, 60)
        yield f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT - y}" fill="{near if x % 2 else far}"/>'
        yield from _windows(dice, x, y, width, accent)
        x += width + dice.roll(0, 6)


def _harbour(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    yield _ridge(dice, 300, 24, far)
    yield from _waves(dice, 350, far, near)
    for _ in range(3):
        yield _boat(dice.roll(100, 860), dice.roll(350, 430), dice.roll(34, 62), near, accent)


def _sea(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    yield from _waves(dice, dice.roll(240, 320), far, near)
    yield _boat(dice.roll(160, 800), dice.roll(300, 360), dice.roll(26, 40), near, accent)


def _hills(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    yield _ridge(dice, 270, 80, far)
    yield _ridge(dice, 380, 50, near)
    x = dice.roll(200, 700)
    yield f'<path d="M{x} 400v-70h34v70zM{x - 6} 330l23 -60 23 60z" fill="{accent}" opacity=".9"/>'


def _field(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    yield _ridge(dice, 310, 20, far)
    for x in range(-200, WIDTH + 200, 90):
        yield f'<path d="M480 300L{x} {HEIGHT}h44z" fill="{near}" opacity=".55"/>'
    for _ in range(14):
        yield f'<circle cx="{dice.roll(20, 940)}" cy="{dice.roll(390, 520)}" r="{dice.roll(6, 13)}" fill="{accent}"/>'


def _city(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    yield _ridge(dice, 330, 30, far)
    yield from _houses(dice, 330, far, near, accent)


def _night(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    for _ in range(60):
        yield f'<circle cx="{dice.roll(0, WIDTH)}" cy="{dice.roll(0, 300)}" r="{dice.roll(1, 3)}" fill="#fff"/>'
    yield _sun(dice, accent)
    yield _ridge(dice, 360, 50, far)
    yield from _houses(dice, 440, near, near, accent)


def _sky(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    yield _sun(dice, accent)
    for _ in range(5):
        x, y, size = dice.roll(60, 820), dice.roll(80, 340), dice.roll(30, 58)
        yield f'<g fill="#fff" opacity=".8"><circle cx="{x}" cy="{y}" r="{size}"/><circle cx="{x + size}" cy="{y + 8}"'
        yield f' r="{size - 8}"/><circle cx="{x - size}" cy="{y + 10}" r="{size - 12}"/></g>'
    yield _ridge(dice, 450, 26, near)


def _hall(dice: _Dice, far: str, near: str, accent: str) -> Iterator[str]:
    for x in range(60, WIDTH, 150):
        yield f'<path d="M{x} 430V220a45 45 0 0 1 90 0v210z" fill="{far}" opacity=".75"/>'
    yield f'<rect y="430" width="{WIDTH}" height="110" fill="{near}"/>'
    for _ in range(6):
        x, height = dice.roll(80, 880), dice.roll(60, 110)
        yield f'<circle cx="{x}" cy="{430 - height}" r="20" fill="{accent}"/>'
        yield f'<path d="M{x - 28} 440v-{height - 40}a28 28 0 0 1 56 0v{height - 40}z" fill="{near}"/>'


_SCENES: dict[str, Callable[[_Dice, str, str, str], Iterator[str]]] = {
    "harbour": _harbour,
    "sea": _sea,
    "hills": _hills,
    "field": _field,
    "city": _city,
    "night": _night,
    "sky": _sky,
    "hall": _hall,
}
