"""Scans of stubs nobody scanned: real slips, torn off, treated as desks and telephones do.

Everything is drawn by a seed, so that a page that is not read today is not read tomorrow either.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from desktop.printing.pdf import render_slip
from tests.printing import builders as papers
from tests.printing.readers import picture

DPI = 200
PAPER = 250


@dataclass(frozen=True)
class Scan:
    """One page: its picture, and the numbers of the stubs that are on it."""

    name: str
    image: Image.Image
    numbers: tuple[str, ...]


def number(place: int) -> str:
    """The number of the slip at a place."""
    return f"330105A12026112{place // 9000}{place % 9000 + 1:04d}"


def stub(place: int) -> Image.Image:
    """The stub of one real slip, as it comes out of the printer."""
    content = replace(papers.slip(), number=number(place))
    paper = render_slip(content, papers.template())
    page = picture(paper.pdf, paper.pages - 1, DPI)
    return page.crop((0, round(page.height * 0.70), page.width, page.height))


def scans(count: int, seed: int = 5) -> Iterator[Scan]:
    """Pages of varying quality; every fifth holds two stubs."""
    random, place = Random(seed), 0
    for page in range(count):
        two = page % 5 == 4
        places = range(place, place + (2 if two else 1))
        place += len(places)
        image = _together([stub(each) for each in places])
        kind = KINDS[page % len(KINDS)]
        yield Scan(kind.__name__.strip("_"), kind(image, random), tuple(map(number, places)))


def blank_codes(image: Image.Image) -> Image.Image:
    """The same page with white paper where its codes were: the control that must not be read."""
    made = image.copy()
    made.paste(255, (0, 0, image.width, round(image.height * 0.45)))
    return made


def _together(stubs: list[Image.Image]) -> Image.Image:
    """One stub or two on a larger sheet."""
    wide, gap = stubs[0].width + 200, 120
    high = sum(each.height for each in stubs) + gap * (len(stubs) + 1)
    sheet = Image.new("L", (wide, high), PAPER)
    y = gap
    for each in stubs:
        sheet.paste(each, (100, y))
        y += each.height + gap
    return sheet


def _flat(image: Image.Image, random: Random) -> Image.Image:
    """A flat-bed scanner: straight but for a degree, somewhat grey."""
    return _jpeg(_turned(image, random.uniform(-1, 1)), random.randint(60, 90))


def _feeder(image: Image.Image, random: Random) -> Image.Image:
    """A feeder: skewed, in any of four directions, at 150 dots an inch."""
    image = _turned(image, random.uniform(-4, 4)).rotate(
        random.choice((0, 90, 180, 270)), expand=True
    )
    return _scaled(image, 0.75)


def _copied(image: Image.Image, random: Random) -> Image.Image:
    """A photocopy of a photocopy: hard, specked."""
    specks = Image.effect_noise(image.size, random.randint(30, 60))
    return ImageEnhance.Contrast(ImageChops.add(image, specks, 2, 0)).enhance(2.2)


def _phone(image: Image.Image, random: Random) -> Image.Image:
    """A telephone held aslant under a lamp: perspective, a shadow, a little out of focus."""
    wide, high = image.size
    near, far = (random.uniform(0.0, 0.07) for _ in range(2))
    corners = (
        (wide * near, high * far), (wide * (1 - far), 0), (wide, high * (1 - near)), (0, high),
    )  # fmt: skip
    image = _perspective(image, corners)
    image = _shaded(_turned(image, random.uniform(-10, 10)), random)
    return _jpeg(image.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 1.1))), 70)


def _dark(image: Image.Image, random: Random) -> Image.Image:
    """A telephone in the evening: dark, noisy, small."""
    image = _shaded(image, random)
    image = ImageEnhance.Brightness(image).enhance(random.uniform(0.4, 0.6))
    noise = Image.effect_noise(image.size, 20)
    return _scaled(_jpeg(ImageChops.add(image, noise, 1.3, -40), 55), 0.8)


KINDS = (_flat, _feeder, _copied, _phone, _dark)


def _turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)


def _scaled(image: Image.Image, by: float) -> Image.Image:
    size = (round(image.width * by), round(image.height * by))
    return image.resize(size, Image.Resampling.BILINEAR)


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    target = io.BytesIO()
    image.convert("L").save(target, "JPEG", quality=quality)
    return Image.open(io.BytesIO(target.getvalue())).convert("L")


def _shaded(image: Image.Image, random: Random) -> Image.Image:
    """Light from one side."""
    light = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270)))
    light = light.resize(image.size).point(lambda value: 120 + value * 135 // 255)
    return ImageChops.multiply(image, light)


def _perspective(image: Image.Image, corners: tuple[tuple[float, float], ...]) -> Image.Image:
    """The sheet seen with its corners at these places."""
    wide, high = image.size
    flat = ((0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high)))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, _solved(rows), Image.Resampling.BICUBIC,
        fillcolor=PAPER,
    )  # fmt: skip


def _solved(rows: list[list[float]]) -> list[float]:
    """Eight unknowns of eight equations, by elimination."""
    count = len(rows)
    for place in range(count):
        best = max(range(place, count), key=lambda n: abs(rows[n][place]))
        rows[place], rows[best] = rows[best], rows[place]
        head = rows[place][place]
        rows[place] = [value / head for value in rows[place]]
        for other in range(count):
            if other != place and rows[other][place]:
                part = rows[other][place]
                rows[other] = [a - part * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]
