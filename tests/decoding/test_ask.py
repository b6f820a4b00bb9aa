"""Hostile files break at most a process of their own; whole ones become bare pixels."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.decoding import ask
from desktop.domain.attachments import LIMITS, Limits, Media
from desktop.domain.errors import Refusal, Trouble
from tests import files


def refusal(data: bytes, name: str = "scan.pdf", limits: Limits = LIMITS) -> Trouble:
    with pytest.raises(Refusal) as refused:
        ask.check(name, data, limits)
    return refused.value.trouble


def test_whole_files_of_each_kind() -> None:
    jpeg = ask.check("a.jpg", files.picture("JPEG", (600, 400), 255))
    assert (jpeg.media, jpeg.pages, jpeg.small.width, jpeg.small.height) == (
        Media.JPEG, 1, ask.SMALL, ask.SMALL * 2 // 3,
    )  # fmt: skip
    assert min(jpeg.small.rgb) > 250
    png = ask.check("b.png", files.picture("PNG", (30, 20)))
    assert (png.media, png.small.width, png.small.rgb) == (Media.PNG, 30, bytes(30 * 20 * 3))
    pdf = ask.check("c.pdf", files.pdf(3))
    assert (pdf.media, pdf.pages, pdf.small.height) == (Media.PDF, 3, ask.SMALL)


def test_a_picture_stands_upright() -> None:
    seen = ask.see(files.upright(6), Media.JPEG)
    assert (seen.picture.width, seen.picture.height) == (40, 60)


def test_a_page_is_shown_large_enough_to_read() -> None:
    seen = ask.see(files.pdf(3), Media.PDF, page=2)
    assert (seen.pages, seen.picture.width) == (3, 1488)
    with pytest.raises(Refusal):
        ask.see(files.pdf(3), Media.PDF, page=3)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.ATTACHMENT_EMPTY),
        (b"PK\3\4 named .pdf", Trouble.ATTACHMENT_KIND),
        (b"%PDF-1.7 and nothing behind it", Trouble.ATTACHMENT_DAMAGED),
        (files.pdf(1)[:200], Trouble.ATTACHMENT_DAMAGED),
        (files.pdf(1, "secret"), Trouble.ATTACHMENT_LOCKED),
        (files.raw_pdf(b"", b"", kids=100_000), Trouble.ATTACHMENT_PAGES),
        (files.picture(noise=True, size=(300, 200))[:-300], Trouble.ATTACHMENT_DAMAGED),
        (files.picture("PNG", noise=True, size=(300, 200))[:-300], Trouble.ATTACHMENT_DAMAGED),
        (b"\xff\xd8\xff and nothing behind it", Trouble.ATTACHMENT_DAMAGED),
        (files.giant_png(), Trouble.ATTACHMENT_PIXELS),
    ],
    ids=[
        "empty", "zip", "junk", "cut-pdf", "locked", "pages", "cut-jpeg", "cut-png", "junk-jpeg",
        "giant",
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(data: bytes, trouble: Trouble) -> None:
    assert refusal(data) is trouble


def test_a_bomb_takes_nothing_but_its_own_process() -> None:
    assert refusal(files.pdf_bomb()) is Trouble.ATTACHMENT_HEAVY


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(Refusal) as refused:
        ask.see(files.picture(), Media.JPEG, seconds=0.001)
    assert refused.value.trouble is Trouble.ATTACHMENT_HEAVY


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    file, limits = tmp_path / "large.jpg", replace(LIMITS, size=100)
    file.write_bytes(files.picture())
    with pytest.raises(Refusal) as refused:
        ask.read(file, limits)
    assert refused.value.trouble is Trouble.ATTACHMENT_TOO_LARGE
    assert refusal(files.picture(), limits=limits) is Trouble.ATTACHMENT_TOO_LARGE


@pytest.mark.parametrize("name", ["gone.jpg", "a\0b.jpg", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask.read(tmp_path / name)
    assert refused.value.trouble is Trouble.FILE_UNREADABLE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]\n",
        b'{"pages": 1, "width": 2, "height": 2}\n' + bytes(11),
        b'{"pages": 1, "width": 20, "height": 1}\n' + bytes(60),
        b'{"pages": 0, "width": 1, "height": 1}\n' + bytes(3),
        b'{"trouble": "wrong_password"}\n',
        b'{"trouble": 7}\n',
    ],
)
def test_the_other_process_is_not_believed(answer: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        ask.understood(answer, 10, LIMITS)
    assert refused.value.trouble is Trouble.ATTACHMENT_HEAVY
