"""What may be attached is told by its bytes; names promise nothing and hide nothing."""

import pytest

from desktop.domain.attachments import NAME, Media, Picture, file_name, media_of
from desktop.domain.errors import Refusal, Trouble


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"\xff\xd8\xff\xe0rest", Media.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", Media.PNG),
        (b"%PDF-1.7", Media.PDF),
    ],
)
def test_the_first_bytes_tell(data: bytes, media: Media) -> None:
    assert media_of(data) is media


@pytest.mark.parametrize(
    ("data", "trouble", "kind"),
    [
        (b"", Trouble.ATTACHMENT_EMPTY, None),
        (b"PK\3\4", Trouble.ATTACHMENT_KIND, "ZIP/DOCX/XLSX"),
        (b"\0\0\0\x18ftypheic", Trouble.ATTACHMENT_KIND, "HEIC"),
        (b"II*\0", Trouble.ATTACHMENT_KIND, "TIFF"),
        (b"MZ\x90", Trouble.ATTACHMENT_KIND, "EXE"),
        (b"hello", Trouble.ATTACHMENT_UNKNOWN, None),
        (b" %PDF-1.4", Trouble.ATTACHMENT_UNKNOWN, None),
        (b"\xff\xd8", Trouble.ATTACHMENT_UNKNOWN, None),
    ],
)
def test_what_is_not_taken_is_named(data: bytes, trouble: Trouble, kind: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        media_of(data)
    assert (refused.value.trouble, refused.value.values.get("kind")) == (trouble, kind)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("身份证.jpg", "身份证.jpg"),
        ("身份证.JPEG", "身份证.JPEG"),
        ("C:\\扫描\\身份证.jpg", "身份证.jpg"),
        ("../../etc/身份证.jpg", "身份证.jpg"),
        ("a\0b\u202egpj.exe", "abgpj.exe.jpg"),
        ("报表.pdf", "报表.pdf.jpg"),
        ("", "附件.jpg"),
        ("...", "附件.jpg"),
        (".jpg", "附件.jpg"),
        ("一\n二.jpg", "一 二.jpg"),
    ],
)
def test_names_are_clean_and_end_as_they_should(given: str, kept: str) -> None:
    assert file_name(given, Media.JPEG) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = file_name("长" * 300 + ".pdf", Media.PDF)
    assert (len(kept), kept[-4:]) == (NAME, ".pdf")


def test_a_picture_has_as_many_dots_as_it_says() -> None:
    assert Picture(2, 1, bytes(6)).width == 2
    for width, height, rgb in ((0, 1, b""), (-1, -1, bytes(3)), (2, 2, bytes(6))):
        with pytest.raises(ValueError, match="pixels"):
            Picture(width, height, rgb)
