"""The tour: three visitors through the real screens, with pictures, slips and the seconds taken.

Nobody in it exists: the numbers lie in an area that was never assigned.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from desktop.app import application, local_now
from desktop.domain.cases import CaseMove
from desktop.domain.intake import Step
from desktop.domain.slips import MaterialState
from desktop.settings import Settings, database_file
from desktop.simulated.visitors import Someone, Visit, visits
from desktop.tour.guide import Guide
from desktop.tour.joint import joint_case
from desktop.views import theme
from desktop.window import Window

PASSWORD = "tour password only"  # noqa: S105 - opens nothing but the tour's own database


def main(arguments: Sequence[str]) -> int:
    """Play the tour into a folder; exit code 0, or 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="onevisit tour")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="DIR")
    where.add_argument(
        "--manual", type=Path, metavar="DIR", help="make the manual's pictures, in both languages"
    )
    parser.add_argument("--json", action="store_true", help="print the report")
    parser.add_argument("--database", default="", metavar="URL", help="a prepared, empty server")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    try:
        options = parser.parse_args(list(arguments))
    except SystemExit as stop:
        return 0 if not stop.code else 2
    if options.manual is not None:
        from desktop.tour.manual import make_pictures

        print(f"{make_pictures(options.manual)} pictures")
        return 0
    if database_file(options.out).exists():
        print(f"onevisit tour: {options.out} holds a database already", file=sys.stderr)
        return 2
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings = Settings(theme=options.theme, language=options.language, database=options.database)
    report = play(options.out, settings)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (options.out / "report.json").write_text(text + "\n", encoding="utf-8")
    print(text if options.json else _short(report))
    return 0


def _short(report: dict[str, Any]) -> str:
    lines = [f"{row['seconds']:6.2f} s  {row['visitor']}: {row['step']}" for row in report["steps"]]
    made = [f"{len(report[name])} {name}" for name in ("screens", "slips", "papers")]
    return "\n".join((*lines, ", ".join(made)))


def play(
    out: Path,
    settings: Settings,
    clock: Callable[[], datetime] = local_now,
    size: tuple[int, int] = (1366, 768),
    more: Callable[[Guide], None] | None = None,
) -> dict[str, Any]:
    """Play the tour, and what somebody wants to see beyond it; tells what was made."""
    for folder in ("screens", "slips"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    begin = perf_counter()
    app = application(settings)
    theme.load_rare_font()
    window = Window(out, settings, clock)
    window.resize(*size)
    window.show()
    guide = Guide(window, out, clock)
    try:
        _first_start(guide, shared=bool(settings.database))
        _look_around(guide)
        slips = [_serve(guide, visit) for visit in visits(clock().date())]
        _deliver(guide)
        papers = joint_case(guide)
        _supervise(guide)
        if more is not None:
            more(guide)
    finally:
        window.close()
        window.finish()
        app.processEvents()
    return {
        "seconds": round(perf_counter() - begin, 3),
        "steps": guide.steps,
        "screens": guide.screens,
        "slips": slips,
        "papers": papers,
        "database": database_file(out).name,
    }


def _first_start(guide: Guide, *, shared: bool) -> None:
    """Set the station up; records on a server have no recovery code."""
    guide.visitor = "station"
    with guide.timed("open the program"):
        guide.until(lambda: guide.window.first_start is not None, "the first start does not come")
    for name, text in (
        ("name", "杭州市公安局拱墅区分局示例派出所"),
        ("district", "拱墅区"),
        ("code", "330105A1"),
        ("window", "户籍1号窗口"),
        ("hours", "工作日 8:30–17:00"),
        ("number", "001001"),
        ("officer", "王管理"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ):
        guide.type(f"first.{name}", text)
    guide.look("first-start")
    with guide.timed("set up the station"):
        guide.click("first.make")
        shown = None if shared else guide.find(QLabel, "recovery.code.1")
    if shown is not None:
        guide.look("recovery-code")
        guide.type("recovery.last", shown.text()[-4:])
        guide.click("recovery.go")
    guide.until(lambda: guide.window.frame is not None, "nobody was let in")
    guide.click("lock")
    guide.find(QAbstractButton, "officer.001001")
    guide.look("sign-in")
    guide.type("sign-in.password", "wrong password")
    guide.click("sign-in.enter")
    guide.rest()
    guide.look("sign-in-refused")
    with guide.timed("sign in"):
        guide.type("sign-in.password", PASSWORD)
        guide.click("sign-in.enter")
        guide.find(QAbstractButton, "rail.guide")


def _look_around(guide: Guide) -> None:
    guide.visitor = "enquiry"
    guide.look("guide")
    with guide.timed("search hkb"):
        guide.type("search", "hkb")
        guide.rest()
    guide.look("search")
    guide.key(guide.find(QLineEdit, "search"), Qt.Key.Key_Return)
    guide.look("guide-item")
    for room in ("slips", "deliveries", "daily"):
        guide.click(f"rail.{room}")
        guide.look(f"{room}-empty")
    guide.click("rail.settings")
    guide.look("settings")


def _serve(guide: Guide, visit: Visit) -> dict[str, Any]:
    guide.visitor = visit.key
    begin = perf_counter()
    guide.click("rail.intake")
    with guide.timed(Step.ITEMS):
        for words in visit.search:
            guide.type("intake.item", words)
            guide.key(guide.find(QLineEdit, "intake.item"), Qt.Key.Key_Return)
        guide.look(f"{visit.key}-items")
        guide.click("intake.next")
    _person(guide, visit)
    _circumstances(guide, visit)
    _materials(guide, visit)
    _delivery(guide, visit)
    _explain(guide, visit)
    _sign(guide, visit)
    return _issue(guide, visit, begin)


def _someone(guide: Guide, who: str, person: Someone) -> None:
    guide.type(f"intake.{who}.id_number", person.number)
    guide.type(f"intake.{who}.name", person.name)
    guide.type(f"intake.{who}.phone", person.phone)
    guide.type(f"intake.{who}.hukou_address", person.address)


def _person(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.PERSON):
        if visit.organisation is not None:
            guide.type("intake.organisation.name", visit.organisation[0])
            guide.type("intake.organisation.credit_code", visit.organisation[1])
        _someone(guide, "person", visit.person)
        if visit.agent is not None:
            guide.click("intake.relation.agent")
            _someone(guide, "other", visit.agent)
        guide.rest()
        guide.look(f"{visit.key}-person")
        guide.click("intake.next")


def _circumstances(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.CIRCUMSTANCES):
        guide.look(f"{visit.key}-flags-found")
        for flag in visit.told:
            guide.click(f"flag.asked.{flag}")
        if not visit.told:
            guide.click("intake.asked")
        page = guide.find(QWidget, f"page.{Step.CIRCUMSTANCES}")
        names = [b.objectName() for b in page.findChildren(QAbstractButton)]
        for name in (name for name in names if name.startswith("flag.ok.")):
            guide.click(name)
        guide.look(f"{visit.key}-circumstances")
        guide.click("intake.next")


def _materials(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.MATERIALS):
        guide.click("intake.all-here")
        if visit.chosen:
            guide.click(f"material.{visit.chosen}.{MaterialState.HERE}")
        if visit.missing:
            guide.click(f"material.{visit.missing}.{MaterialState.MISSING}")
        guide.look(f"{visit.key}-materials")
        guide.click("intake.next")


def _delivery(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.DELIVERY):
        guide.type("delivery.address", visit.person.address)
        guide.click("delivery.consent")
        guide.look(f"{visit.key}-delivery")
        guide.click("intake.next")


def _explain(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.EXPLAIN):
        stage = guide.find(QWidget, "explain.stage")
        if visit.question[0]:
            guide.type("explain.question", visit.question[0])
            guide.type("explain.answer", visit.question[1])
            guide.click("explain.note")
        stage.setFocus()
        guide.key(stage, Qt.Key.Key_Space)
        guide.look(f"{visit.key}-explain")
        while stage.isVisible():
            guide.key(stage, Qt.Key.Key_Space)


def _sign(guide: Guide, visit: Visit) -> None:
    with guide.timed(Step.SIGNATURE):
        if visit.drawn:
            draw(guide.find(QWidget, "pad"))
        else:
            guide.click("signature.mode.paper")
        guide.look(f"{visit.key}-signature")
        guide.click("intake.next")


def draw(pad: QWidget) -> None:
    """Three strokes as a hand would make them."""
    for stroke in range(3):
        left = 120 + 150 * stroke
        points = [
            QPoint(left + 7 * n, 110 + round(46 * math.sin(n / 3 + stroke))) for n in range(18)
        ]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(
            pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1]
        )


def _issue(guide: Guide, visit: Visit, begin: float) -> dict[str, Any]:
    from db.engine import reading
    from desktop.services import slips

    guide.look(f"{visit.key}-review")
    with guide.timed("issue"):
        guide.click("intake.next")
        guide.find(QAbstractButton, "print.close")
    guide.look(f"{visit.key}-print")
    guide.click("print.close")
    guide.rest()
    guide.look(f"{visit.key}-slip")
    if guide.window.backend is None:
        raise RuntimeError("the tour has no database")
    with reading(guide.window.backend.engine) as session:
        chief = guide.clerk
        newest = slips.ledger(session, chief)[0]
        paper = slips.paper(session, chief, newest.id)
    file = f"slips/{visit.key}-{paper.number}.pdf"
    (guide.out / file).write_bytes(paper.pdf)
    seconds = round(perf_counter() - begin, 3)
    return {"file": file, "number": paper.number, "sha256": paper.sha256, "seconds": seconds}


def _deliver(guide: Guide) -> None:
    """The first visitor's card is decided, made and posted."""
    guide.visitor = "elderly"
    guide.click("rail.daily")
    guide.look("daily")
    view = guide.find(QTableView, "daily.table")
    view.selectRow(view.model().rowCount() - 1)
    guide.rest()
    with guide.timed("decide and make the card"):
        for move in (CaseMove.EXAMINE, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE):
            guide.click(f"case.move.{move}")
            guide.rest()
            guide.rest()
    guide.look("case")
    guide.click("rail.deliveries")
    guide.look("deliveries")
    view = guide.find(QTableView, "deliveries.table")
    view.selectRow(view.model().rowCount() - 1)
    guide.type("deliveries.waybill", "EE123456789CN")
    guide.look("waybill-refused")
    with guide.timed("post"):
        guide.type("deliveries.waybill", "EE123456785CN")
        guide.click("deliveries.post")
        guide.rest()
    guide.look("posted")


def _supervise(guide: Guide) -> None:
    guide.visitor = "supervisor"
    with guide.timed("daily list"):
        guide.click("rail.daily")
        guide.rest()
    guide.look("daily-evening")
    with guide.timed("print the daily list"):
        guide.click("daily.print")
        guide.find(QAbstractButton, "print.close")
    guide.look("daily-print")
    guide.click("print.close")
    guide.click("rail.slips")
    guide.look("slips")
    with guide.timed("verify a slip"):
        guide.click("slips.verify")
        close = guide.find(QAbstractButton, "sheet.close")
    guide.look("verified")
    close.click()
    guide.click("rail.safety")
    tabs = guide.find(QTabBar, "safety.tabs")
    for place, page in enumerate(("backups", "audit", "looks", "retention", "keys")):
        tabs.setCurrentIndex(place)
        guide.rest()
        guide.look(f"safety-{page}")
