"""The law that papers cite, as it is from which day on; it is read here and edited nowhere."""

from datetime import date
from gettext import gettext as _
from itertools import groupby

from PySide6.QtWidgets import QWidget

from desktop.domain.law import BODIES, BasisRule, Law, basis, remedies
from desktop.views import case_words, paper_words, words
from desktop.views.parts import chip, column, label, row, rule


def law_list(law: Law, today: date) -> QWidget:
    """Remedies first, then what each kind of paper rests on; what counts today is marked."""
    made = QWidget()
    place = column(spacing=12, margins=(4, 4, 12, 12), parent=made)
    intro = _("Version {version}. A paper cites what was in force on the day it was issued. "
              "Who hears an appeal is filled in under Station.")  # fmt: skip
    place.addWidget(label(intro.format(version=law.version), tone="second", wrap=True))
    bodies = {name: f"〔{paper_words.names()[name]}〕" for name in BODIES}
    now = {*remedies(law, today, bodies)}
    for remedy, rules in groupby(law.remedies, lambda each: each.remedy):
        place.addWidget(label(paper_words.remedies()[remedy], size="emphasis"))
        for each in rules:
            said = each.words.format_map(bodies)
            place.addWidget(_dated(each.since, said in now, label(said, wrap=True)))
    place.addWidget(rule())
    for basis_rule in law.bases:
        place.addWidget(_basis(law, basis_rule, today))
    place.addStretch(1)
    return made


def _basis(law: Law, each: BasisRule, today: date) -> QWidget:
    made = QWidget()
    said = QWidget()
    column(
        label(_("Licences: {words}").format(words=each.licence), wrap=True),
        label(_("Other matters: {words}").format(words=each.other), wrap=True, tone="second"),
        spacing=2, parent=said,
    )  # fmt: skip
    current = basis(law, each.paper, today, licence=True) == each.licence
    name = case_words.paper_kinds()[each.paper]
    column(label(name, strong=True), _dated(each.since, current, said), spacing=4, parent=made)
    return made


def _dated(since: date, current: bool, said: QWidget) -> QWidget:
    made = QWidget()
    begins = label(_("from {day}").format(day=words.day(since)), size="small")
    mark = chip(_("● in force"), "good") if current else chip(_("– no more"))
    side = QWidget()
    side.setFixedWidth(112)
    column(begins, mark, None, spacing=4, parent=side)
    places = row(side, said, spacing=12, parent=made)
    places.setStretch(1, 1)
    return made
