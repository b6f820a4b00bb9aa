"""Asks which posters are wanted and in which size, makes them away from the window, prints them."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

import resources
from desktop.domain.errors import Refusal
from desktop.domain.items import Item
from desktop.domain.posters import Poster, Size
from desktop.domain.printing import Paper
from desktop.services.catalogue import template
from desktop.site.pages import Station
from desktop.site.posters import Posters
from desktop.views import words
from desktop.views.case_forms import Form
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field
from desktop.views.printing import PrintSheet
from desktop.views.sheet import ground


def sizes() -> dict[Size, str]:
    """The sizes of a poster."""
    return {
        Size.A4: _("A4"),
        Size.A3: _("A3"),
        Size.CARD: _("Counter card, 10 × 15 cm"),
    }


class PosterForm(Form):
    """Of what, how large."""

    def __init__(self, over: QWidget, item: str, theme: str, site: str) -> None:
        what = [
            ("item", item),
            ("theme", theme),
            ("themes", _("Every theme, a page each")),
            ("windows", _("Every window, a page each")),
            ("items", _("Every item, a page each")),
        ]
        self.what = Choice(what, "form.what")
        self.format = Choice(list(sizes().items()), "form.size")
        fields = {
            "what": Field(_("Of what"), self.what, name="form.what"),
            "size": Field(_("Size"), self.format, name="form.size"),
        }
        text = _("The QR code leads to the page on {site}.").format(site=site)
        if not site:
            text = _(
                "No web address is set (Settings → Station): the QR code holds the list itself, "
                "readable without the web."
            )
        super().__init__(over, _("Poster or counter card"), text, _("Make it"), fields)


class PosterPrinter(QObject):
    """From the question to the print preview."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def ask(self, item: Item) -> None:
        """Ask which poster is wanted; the item that is shown comes first."""
        theme = self._desk.shelf.catalogue.label("themes", item.theme)
        form = PosterForm(ground(self._over), item.name, theme, self._desk.station.site)
        form.given.connect(partial(self._make, form, item))

    def _make(self, form: PosterForm, item: Item) -> None:
        posters, size = self._posters(str(form.what.value), item), Size(str(form.format.value))
        form.finish()
        self._desk.bar.tell(_("Making “{title}” …").format(title=_("Poster or counter card")))
        work = partial(_render, posters, size)
        self._desk.jobs.slow(work, partial(self._ready, size), self._refused)

    def _posters(self, what: str, item: Item) -> tuple[Poster, ...]:
        station = self._desk.station
        words_ = template("site-1", resources.path("templates"))
        facts = Station(station.name, station.hours, station.enquiry_phone)
        made = Posters(self._desk.shelf.catalogue, facts, words_, station.site)
        match what:
            case "item":
                return (made.item(item),)
            case "theme":
                return (made.shelf("themes", item.theme),)
            case "items":
                return tuple(map(made.item, self._desk.shelf.catalogue.items.values()))
            case _:
                return made.every(what)

    def _ready(self, size: Size, paper: Paper) -> None:
        self._desk.bar.tell("")
        title = f"{_('Poster or counter card')} {sizes()[size]}"
        PrintSheet(ground(self._over), self._desk, "poster", title, "poster", paper.pdf)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)


def _render(posters: tuple[Poster, ...], size: Size) -> Paper:
    from desktop.printing.poster import render_posters

    return render_posters(posters, size)
