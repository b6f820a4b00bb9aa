"""The hotel of the tour: five offices side by side, from the site to the licence in its hands."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop.domain.cases import CaseMove
from desktop.domain.clocks import PauseKind
from desktop.tour.guide import Guide

NAME = "孙建国"
"""Who applies for the hotel."""


def joint_case(guide: Guide) -> list[dict[str, Any]]:
    """Take the joint case to its hand-over; gives its papers as they were saved."""
    guide.visitor = "hotel"
    guide.click("rail.cases")
    guide.find(QTableView, "cases.table").selectRow(0)
    guide.look("joint")
    _move(guide, CaseMove.EXAMINE)
    with guide.timed("one visit to the site for all"):
        _site(guide)
    _stop(guide)
    with guide.timed("five opinions"):
        for track in _tracks(guide):
            guide.click(f"case.track.{track}")
            guide.type("form.by", "周科员")
            guide.type("form.opinion", "符合要求")
            guide.click("sheet.go")
            guide.rest()
    guide.look("joint-opinions")
    for move in (CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE):
        _move(guide, move)
    guide.click("case.strip")
    guide.look("joint-strip")
    guide.click("sheet.print")
    _close_print(guide, "joint-strip-paper")
    _hand_over(guide)
    return _papers(guide)


def _move(guide: Guide, move: CaseMove) -> None:
    guide.click(f"case.move.{move}")
    guide.rest()
    guide.rest()


def _tracks(guide: Guide) -> list[str]:
    """The keys of the offices that have not spoken."""
    names = [each.objectName() for each in guide.window.findChildren(QAbstractButton)]
    parts = [name.split(".") for name in names if name.startswith("case.track.")]
    return list(dict.fromkeys(part[2] for part in parts if len(part) == 3))


def _site(guide: Guide) -> None:
    guide.click("case.site")
    guide.type("form.officers", "陈一 林二")
    guide.look("joint-site")
    guide.click("sheet.go")
    guide.rest()
    guide.rest()
    names = [each.objectName() for each in guide.window.findChildren(QAbstractButton)]
    for name in sorted({name for name in names if name.startswith("case.found.")}):
        guide.click(name)
        guide.find(QPlainTextEdit, "form.result").setPlainText("现场符合要求，照片附卷。")
        guide.click("sheet.go")
        guide.rest()
        guide.rest()


def _stop(guide: Guide) -> None:
    """One office waits for a test; the others go on."""
    track = _tracks(guide)[1]
    guide.click(f"case.track.{track}.stop")
    kind = guide.find(QComboBox, "form.kind")
    kind.setCurrentIndex(list(PauseKind).index(PauseKind.TEST))
    guide.type("form.reason", "客房空气检测")
    guide.look("joint-stop")
    guide.click("sheet.go")
    _close_print(guide, "joint-stop-paper")
    guide.look("joint-stopped")
    guide.click(f"case.track.{track}.go_on")
    guide.rest()
    guide.rest()


def _hand_over(guide: Guide) -> None:
    from desktop.tour.play import draw

    guide.click("rail.deliveries")
    guide.type("deliveries.text", NAME)
    guide.key(guide.find(QLineEdit, "deliveries.text"), Qt.Key.Key_Return)
    guide.rest()
    guide.find(QTableView, "deliveries.table").selectRow(0)
    guide.rest()
    guide.click("deliveries.step.ready_for_pickup")
    guide.type("form.shelf", "A-3")
    guide.click("sheet.go")
    _close_print(guide, "joint-collection")
    with guide.timed("hand over with a signature"):
        guide.click("deliveries.step.delivered")
        guide.click("form.checked")
        draw(guide.find(QWidget, "pad"))
        guide.look("joint-hands")
        guide.click("sheet.go")
        _close_print(guide, "joint-proof")
    guide.click("deliveries.case")
    guide.rest()
    guide.look("joint-delivered")


def _close_print(guide: Guide, name: str) -> None:
    close = guide.find(QAbstractButton, "print.close")
    guide.look(name)
    close.click()
    guide.rest()


def _papers(guide: Guide) -> list[dict[str, Any]]:
    """Every paper of the case, saved as it is kept."""
    from db.engine import writing
    from desktop.services import cases, papers
    from desktop.services.find import find

    if guide.window.backend is None:
        raise RuntimeError("the tour has no database")
    (guide.out / "papers").mkdir(exist_ok=True)
    saved, clerk, now = [], guide.clerk, guide.clock()
    with writing(guide.window.backend.engine) as session:
        case = cases.look(session, clerk, now, find(session, clerk, NAME)[0].case)
        for place, row in enumerate(case.papers, 1):
            paper = papers.look(session, clerk, now, row.id)
            file = f"papers/{place:02d}-{row.kind}-{row.number}.pdf"
            (guide.out / file).write_bytes(paper.pdf)
            known = {"kind": row.kind, "number": row.number, "sha256": paper.sha256}
            saved.append({"file": file, **known})
    return saved
