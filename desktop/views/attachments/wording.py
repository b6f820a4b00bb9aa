"""What screens say of an attached file: its kind, its size, when it came and from whom."""

from gettext import gettext as _

from desktop.domain.attachments import OTHER, Media
from desktop.services.attachments import AttachmentRow
from desktop.services.catalogue import Shelf
from desktop.views import words

KINDS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.PDF: "PDF"}


def material_name(shelf: Shelf, material: str) -> str:
    """A material by its name; what belongs to none, and what the catalogue lost, too."""
    if material == OTHER:
        return _("Other attachments")
    known = shelf.catalogue.materials.get(material)
    return material if known is None else known.name


def size(count: int) -> str:
    """Bytes as one reads them."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB"


def facts(row: AttachmentRow) -> str:
    """Kind, size, time and officer on one line."""
    kind = KINDS[row.media]
    if row.media is Media.PDF:
        kind = _("PDF, pages: {pages}").format(pages=row.pages)
    return f"{kind} · {size(row.size)} · {words.moment(row.at)} · {row.by}"


def removal(row: AttachmentRow) -> str:
    """When, by whom and why a file was taken out of use."""
    gone = row.removed
    if gone is None:
        return ""
    reason = gone.reason or _("the intake was thrown away")
    return f"{row.name}　{words.moment(gone.at)}　{gone.by}　{reason}"
