"""A brand's theme: one colour in, the named tier of tokens out, for light and dark, with contrast guaranteed.

Text on a colour and coloured text reach 4.5:1, edges 3:1, against every paper they may lie on. The brand's colour itself
is kept as the fill whenever readable words can stand on it, white or ink.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

DEFAULT = "#b5482a"
TEXT, PART = 4.6, 3.1
LIGHT_PAPERS = ("#fefcf9", "#faf6f0", "#f3ece4")
DARK_PAPERS = ("#231e1a", "#1a1511", "#120e0b")
WHITE, INK, NIGHT = "#fffdfa", "#241d18", "#17110d"
Oklch = tuple[float, float, float]


@dataclass(frozen=True)
class Theme:
    """`light` and `dark` map a token's name (`ember-4`) to `#rrggbb`."""

    brand: str
    light: dict[str, str]
    dark: dict[str, str]

    def css(self) -> str:
        """The rules for a page's `<style nonce>`: they stand outside the layers, so they win."""
        light, dark = _declarations({"brand": self.brand, **self.light}), _declarations(self.dark)
        return (
            f":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}:root[data-theme=dark]{{{dark}}}"
        )


@lru_cache(256)
def theme(colour: str) -> Theme:
    """The theme of a brand's colour (`#rrggbb`); anything else gives the house's own."""
    brand = colour.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else DEFAULT
    lightness, chroma, hue = to_oklch(brand)
    return Theme(brand, _light(lightness, chroma, hue), _dark(lightness, chroma, hue))


def _light(lightness: float, chroma: float, hue: float) -> dict[str, str]:
    soft, line = to_hex((0.955, min(chroma * 0.22, 0.025), hue)), to_hex((0.9, min(chroma * 0.45, 0.055), hue))
    fill, on_fill = _fill((min(lightness, 0.9), chroma, hue))
    return {
        "ember-1": soft,
        "ember-2": line,
        "ember-3": _until((lightness, chroma, hue), -0.005, _reads_on(PART, *LIGHT_PAPERS, soft)),
        "ember-4": fill,
        "ember-5": _until((min(lightness, 0.5), chroma, hue), -0.005, _reads_on(TEXT, *LIGHT_PAPERS, soft, line)),
        "on-ember": on_fill,
    }


def _fill(colour: Oklch) -> tuple[str, str]:
    """The brand's colour under white words when it is deep, under ink when it is bright; the in-between is deepened."""
    if contrast(to_hex(colour), INK) >= TEXT and contrast(to_hex(colour), WHITE) < 3:
        return to_hex(colour), INK
    return _until(colour, -0.005, _reads_on(TEXT, WHITE)), WHITE


def _dark(lightness: float, chroma: float, hue: float) -> dict[str, str]:
    chroma = min(chroma, 0.16)
    soft, line = to_hex((0.3, min(chroma * 0.35, 0.045), hue)), to_hex((0.4, min(chroma * 0.5, 0.075), hue))
    start = max(lightness, 0.66)
    return {
        "ember-1": soft,
        "ember-2": line,
        "ember-3": _until((start, chroma, hue), 0.005, _reads_on(PART, *DARK_PAPERS, soft)),
        "ember-4": _until((min(start, 0.85), chroma, hue), 0.005, _reads_on(TEXT, NIGHT)),
        "ember-5": _until((max(lightness, 0.76), min(chroma, 0.13), hue), 0.005, _reads_on(TEXT, *DARK_PAPERS, soft, line)),
        "on-ember": NIGHT,
    }


def _until(colour: Oklch, step: float, good: Callable[[str], bool]) -> str:
    """Darker or lighter, step by step, until the colour is good."""
    lightness, chroma, hue = colour
    while not good(to_hex((lightness, chroma, hue))) and 0 < lightness < 1:
        lightness += step
    return to_hex((lightness, chroma, hue))


def _reads_on(ratio: float, *papers: str) -> Callable[[str], bool]:
    return lambda colour: all(contrast(colour, paper) >= ratio for paper in papers)


def _declarations(tokens: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two `#rrggbb` colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def to_oklch(colour: str) -> Oklch:
    """Lightness 0 to 1, chroma, hue in degrees, of `#rrggbb`."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def to_hex(colour: Oklch) -> str:
    """The nearest `#rrggbb` of the same lightness and hue: chroma gives way until the screen can show it."""
    lightness, chroma, hue = colour
    low, high = 0.0, chroma
    if not _shown(_rgb(lightness, chroma, hue)):
        for _ in range(16):
            middle = (low + high) / 2
            low, high = (middle, high) if _shown(_rgb(lightness, middle, hue)) else (low, middle)
        chroma = low
    return "#" + "".join(f"{round(255 * _gamma(min(1, max(0, part)))):02x}" for part in _rgb(lightness, chroma, hue))


def _rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(parts: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in parts)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def ink_on(colour: str) -> str:
    """White or near-black, whichever reads better on the colour (for a button outside our pages)."""
    return max("#ffffff", "#1d1410", key=lambda ink: contrast(ink, colour))


@dataclass(frozen=True)
class Reading:
    """How a colour reads, and what is made of it: for whoever chooses it. Ratios are WCAG 2's."""

    colour: str
    white: float
    """White words on the colour itself."""
    fill: str
    """The colour of buttons by day, and the words on it."""
    on_fill: str
    ratio: float
    dark: str
    dark_ratio: float

    @property
    def adjusted(self) -> bool:
        """Whether buttons had to leave the brand's own colour."""
        return contrast(self.fill, self.colour) > 1.02


def reading(colour: str) -> Reading:
    """What `theme` does with a colour, in figures."""
    made = theme(colour)
    fill, on_fill, dark = made.light["ember-4"], made.light["on-ember"], made.dark["ember-4"]
    return Reading(
        made.brand, contrast(made.brand, WHITE), fill, on_fill, contrast(fill, on_fill), dark, contrast(dark, made.dark["on-ember"])
    )
