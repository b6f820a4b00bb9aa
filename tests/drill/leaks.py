"""T1, T20, T21: a planted person is in no file that the program leaves, in no form."""

import os
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop import app, settings
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.items import Fulfilment
from desktop.jobs import Jobs
from desktop.printing import paper
from tests import builders
from tests.drill import apart, spool, truth
from tests.drill.apart import Wire
from tests.drill.bench import Bench
from tests.drill.day import Day
from tests.drill.report import Row, Unfit
from tests.drill.search import Hit, Search, forms
from tests.drill.site import Site, set_up

PERSON = replace(
    builders.OLD_WOMAN,
    name="欧阳鲧𠮷",
    id_number="000103194911110028",
    phone="13987654321",
    hukou_address="浙江省杭州市拱墅区藕花洲大街七十九弄",
)
ADDRESS = "临平区翁梅街道木桥浜里三百零八号"
WORDS = (PERSON.name, PERSON.id_number, PERSON.phone, "藕花洲大街七十九弄", "木桥浜里三百零八号")
SAVED = "saved.pdf"
PDF = b"%PDF-1"
"""How a paper begins; its words stand in it as the numbers of glyphs, not as text."""


def leaks(bench: Bench) -> Iterator[Row]:
    """The day with encryption, then the same without as a control, then papers in a spool."""
    yield _search_finds(bench)
    for encrypted in (True, False):
        folder = bench.place("leaks")
        site = _planted(folder / "home", encrypted=encrypted)
        said = _day(folder, site)
        yield _judged(folder, site, said, control=not encrypted)
    for keeps in (True, False):
        yield _printed(bench, keeps=keeps)


def _planted(home: Path, *, encrypted: bool) -> Site:
    choice = DeliveryChoice(Fulfilment.COURIER, PERSON.name, PERSON.phone, ADDRESS, consent=True)
    return set_up(home, encrypted=encrypted, person=PERSON, delivery=choice)


def packed(word: str) -> tuple[str, bytes]:
    """A word in a compressed stream, behind other text."""
    return "zlib", zlib.compress(b"behind " + word.encode("gb18030"))


def _search_finds(bench: Bench) -> Row:
    """Control of the search itself: each word in each form, and packed, is found."""
    folder = bench.place("forms")
    folder.mkdir()
    search, planted = Search(WORDS), 0
    missed: list[str] = []
    for word in WORDS:
        for form, raw in (*forms(word), packed(word)):
            file = folder / f"{planted}.bin"
            file.write_bytes(os.urandom(64) + raw + os.urandom(64))
            planted += 1
            if not any(hit.word == word for hit in search.inside(file)):
                missed.append(f"{word} as {form} was not found")
    what = "control: the search finds each word in each form"
    shown = f"{planted} planted, {planted - len(missed)} found"
    return Row("T1", what, told=shown, wrong=tuple(missed))


def _day(folder: Path, site: Site) -> list[apart.Told]:
    """The day, ended by a kill, so that `-wal` and `-shm` are there, too."""
    temporary = folder / "temporary"
    temporary.mkdir()
    child = apart.start(partial(_serve, site, temporary))
    said = child.until_ready()
    return said + child.kill()


def _serve(site: Site, temporary: Path, wire: Wire) -> None:
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None
    application = QCoreApplication([])
    app._log_to(site.home)
    settings.save(site.home, settings.Settings())
    backend = site.open()
    day = Day(site, backend, wire)
    day.visit(0)
    issued = day.issue("saved", 1)
    (site.home / SAVED).write_bytes(issued.paper.pdf)
    jobs = Jobs(backend.engine)
    for broken in (_refused_by_the_file, _broken_in_the_program):
        jobs.broken.connect(application.quit)
        jobs.act(broken, print)
        application.exec()
    _crash()
    day.visit(2)
    day.backup()
    wire.heed()


def _refused_by_the_file(session: Session) -> None:
    """A statement with the person's values that the library refuses."""
    add = "INSERT INTO case_file (id, name, id_number, phone) VALUES (1, :name, :number, :phone)"
    values = {"name": PERSON.name, "number": PERSON.id_number, "phone": PERSON.phone}
    session.execute(text(add), values)


def _broken_in_the_program(_session: Session) -> None:
    """A mistake of ours whose message holds what was typed."""
    int(PERSON.name)


def _crash() -> None:
    """A mistake outside of any job, as the program's own hook writes it down."""
    import sys

    people: dict[str, str] = {}
    try:
        people[PERSON.id_number]
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def _judged(folder: Path, site: Site, said: list[apart.Told], *, control: bool) -> Row:
    hits = Search(WORDS).below(folder)
    saved = [hit for hit in hits if hit.file.name == SAVED]
    others = [hit for hit in hits if hit.file.name != SAVED]
    all_files = [each for each in folder.rglob("*") if each.is_file()]
    files = len(all_files)
    papers = [each.name for each in all_files if PDF in each.read_bytes() and each.name != SAVED]
    found = truth.look(site, said)
    wrong = [each["error"] for each in said if "error" in each]
    if not any((site.home / "logs").iterdir()):
        wrong.append("no log was written: nothing was tried")
    if control:
        words = {hit.word for hit in others if hit.file.name.startswith(site.file.name)}
        wrong += [f"{word} is not found in plain records" for word in WORDS if word not in words]
        wrong += [] if papers else ["no PDF is found in plain records"]
        shown = f"{files} files; found in {_named(others)}; must find"
        return found.row("T1", "control: the same day without encryption", shown, *wrong)
    wrong += [f"{hit.word} in {hit.file.name} as {hit.form}" for hit in others]
    wrong += [f"{name} holds a PDF" for name in papers]
    shown = f"{files} files, no word and no PDF but the slip saved on purpose ({len(saved)} hits)"
    return found.row("T1", "a planted person in all that a day leaves", shown, *wrong)


def _named(hits: list[Hit]) -> str:
    counted = Counter(hit.file.name for hit in hits)
    return ", ".join(f"{name} {times}" for name, times in sorted(counted.items()))


def _printed(bench: Bench, *, keeps: bool) -> Row:
    """T20: a slip printed by real CUPS; what its spool keeps afterwards."""
    folder = bench.place("cups")
    folder.mkdir()
    what = "print service as installed" if keeps else "print service with PreserveJobFiles No"
    site = _planted(bench.place("printed"), encrypted=True)
    try:
        with spool.service(folder, keeps=keeps) as address:
            number = apart.run(partial(_print, site, address))
            spool.finished(address)
    except Unfit as why:
        return Row("T20", what, skipped=str(why))
    hits = Search(WORDS).below(folder)
    papers = [each.name for each in (folder / "spool").glob("d*")]
    titles = [
        each for each in (folder / "spool").glob("c*") if number.encode() in each.read_bytes()
    ]
    wrong = [f"{hit.word} in {hit.file.name} as {hit.form}" for hit in hits]
    if not titles:
        wrong.append("the job's title is not the slip's number")
    if bool(papers) is not keeps:
        wrong.append(f"papers in the spool: {papers}")
    kept = f"the paper itself is kept: {len(papers)} file" if papers else "no paper is kept"
    shutil.rmtree(folder, ignore_errors=True)
    return Row("T20", what, told=f"no word in titles and logs; {kept}", wrong=tuple(wrong))


def _print(site: Site, address: str) -> str:
    os.environ["CUPS_SERVER"] = address
    _application = QApplication([])
    with site.opened() as backend:
        issued = Day(site, backend, _Silent()).issue("printed")
        paper.print_pdf(issued.paper.pdf, spool.QUEUE, issued.number)
    return issued.number


class _Silent(Wire):
    """Nobody listens here."""

    def __init__(self) -> None:
        pass

    def say(self, **values: object) -> None:
        """Nothing."""
