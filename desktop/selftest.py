"""Whether this installation works: data files, databases new and old, a case, every screen."""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any


def main(arguments: Sequence[str]) -> int:
    """Run every check in an empty folder of its own; exit code 0 if all are good, else 1."""
    as_json = "--json" in arguments
    unknown = [word for word in arguments if word != "--json"]
    if unknown:
        print(f"onevisit self-test: {unknown[0]!r} is not known here", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = [_checked(name, check, Path(folder)) for name, check in CHECKS]
    good = all(row["good"] for row in report)
    if as_json:
        print(json.dumps({"good": good, "checks": report}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{'●' if r['good'] else '■'} {r['check']}: {r['told']}" for r in report))
    return 0 if good else 1


def _checked(name: str, check: Callable[[Path], str], folder: Path) -> dict[str, Any]:
    begin = perf_counter()
    try:
        told, good = check(folder), True
    except Exception as error:  # noqa: BLE001 - a self-test tells what is broken, whatever it is
        told, good = f"{type(error).__name__}: {error}", False
    return {"check": name, "good": good, "told": told, "seconds": round(perf_counter() - begin, 3)}


def _fonts(_folder: Path) -> str:
    import hashlib

    import resources

    wanted = resources.path("fonts", "SHA256SUMS").read_text("utf-8").splitlines()
    for line in wanted:
        digest, name = line.split()
        found = hashlib.sha256(resources.path("fonts", name).read_bytes()).hexdigest()
        if found != digest:
            raise ValueError(f"{name} is not the font that was shipped")
    return f"{len(wanted)} files as shipped"


def _catalogue(_folder: Path) -> str:
    from desktop.services.catalogue import shipped_shelf

    catalogue = shipped_shelf().catalogue
    cases = sum(len(item.special_cases) for item in catalogue.items.values())
    return f"{catalogue.edition}: {len(catalogue.items)} items, {cases} special cases"


def _locale(_folder: Path) -> str:
    import gettext

    import resources

    texts = gettext.translation("onevisit", str(resources.path("locale")), ["zh_CN"])
    word = texts.gettext("Intake")
    if word == "Intake":
        raise ValueError("the Chinese texts are missing")
    return f"Intake = {word}"


def _calendar(_folder: Path) -> str:
    from desktop.services.calendar_files import shipped_years

    return "、".join(str(year.year) for year in shipped_years())


def _resources(_folder: Path) -> str:
    """Templates as they were signed, icons that can be drawn, the parts of the mobile site."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtSvg import QSvgRenderer

    import resources
    from db.catalogue_files import catalogue_folder
    from db.manifest import checked, trusted_key
    from desktop.app import application
    from desktop.domain.papers import PaperKind
    from desktop.services.paper_templates import shipped_template
    from desktop.settings import Settings

    application(Settings())
    _, found = checked(catalogue_folder(), trusted_key())
    papers = [shipped_template(kind).version for kind in PaperKind]
    icons = sorted(resources.path("icons").glob("*.svg"))
    spoilt = [icon.name for icon in icons if not QSvgRenderer(str(icon)).isValid()]
    if spoilt or not icons:
        raise ValueError(f"icons that cannot be drawn: {', '.join(spoilt) or 'all'}")
    return f"{len(found)} signed files, {len(papers)} papers, {len(icons)} icons"


def _manual(_folder: Path) -> str:
    """Every page of the manual in both languages, and every picture that a page shows."""
    from PySide6.QtGui import QImage

    import resources
    from desktop.settings import CHOICES
    from desktop.views.manual.markup import PICTURE
    from desktop.views.manual.pages import PAGES, page

    named = [
        (str(language), found[2])
        for language in CHOICES["language"]
        for key in PAGES
        for line in page(str(language), key).lines
        if (found := PICTURE.fullmatch(line))
    ]
    for language, name in named:
        if QImage(str(resources.path("manual", "pictures", language, f"{name}.png"))).isNull():
            raise ValueError(f"the picture {name} ({language}) cannot be read")
    return f"{len(PAGES)} pages in {len(CHOICES['language'])} languages, {len(named)} pictures"


RARE = "𠮷䶮㼆𫖯"
"""Characters of names that only the second font has."""


def _glyphs(_folder: Path) -> str:
    """What is printed is drawn: common and rare characters, each with ink on the page."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtPdf import QPdfDocument

    from desktop.app import application
    from desktop.printing.glyphs import check
    from desktop.printing.lines import Ink
    from desktop.printing.sheet import Sheet
    from desktop.settings import Settings

    application(Settings())
    shown = f"警务窗口{RARE}"
    check(shown)
    sheet = Sheet("glyphs", (40.0 * len(shown), 60.0))
    for place, sign in enumerate(shown):
        sheet.text(sign, 40.0 * place, 44.0, Ink(32))
    sheet.end_page()
    source, document = QBuffer(), QPdfDocument()
    source.setData(QByteArray(sheet.paper().pdf))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(source)
    page = document.render(0, QSize(40 * len(shown), 60))
    document.close()
    for place, sign in enumerate(shown):
        area = page.copy(40 * place, 0, 40, 60)
        pixels = (area.pixelColor(x, y) for x in range(40) for y in range(60))
        if not any(each.alpha() and each.lightness() < 128 for each in pixels):
            raise ValueError(f"{sign!r} leaves no ink")
    return f"{len(shown)} characters, {len(RARE)} of them rare"


def _screens(folder: Path) -> str:
    """Every room and every tab, made and painted once over a database of its own."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QTabBar

    from db.engine import reading
    from desktop.app import application
    from desktop.domain.officers import Role
    from desktop.door import knock
    from desktop.jobs import Jobs
    from desktop.services.officers import NewOfficer
    from desktop.services.station import StationFacts
    from desktop.settings import Settings
    from desktop.views.rooms import Rooms

    app = application(Settings())
    now = datetime.now().astimezone()
    admin = NewOfficer("1", "自检", Role.ADMINISTRATOR, "self-test password")
    facts = StationFacts(name="自检", code="TEST")
    entered = knock(folder / "screens", lambda: now).set_up(facts, admin, encrypted=True)
    engine = entered.backend.engine
    with reading(engine) as session:
        counter = entered.backend.counter(entered.clerk)(session)
    jobs, broken = Jobs(engine, None), list[object]()
    jobs.broken.connect(broken.append)
    rooms = Rooms(counter.desk(jobs, Settings()), lambda _settings: None)
    rooms.frame.resize(1366, 768)
    seen = 0
    for key in rooms.frame.rooms:
        screen = rooms.frame.enter(key)
        bars = screen.findChildren(QTabBar)
        for bar in bars:
            for place in range(bar.count()):
                bar.setCurrentIndex(place)
                _settle(jobs, app)
        if screen.grab().isNull():
            raise ValueError(f"{key} cannot be painted")
        seen += 1
    rooms.frame.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    jobs.close()
    engine.dispose()
    if broken:
        raise ValueError(f"{broken[0]}")
    return f"{seen} rooms painted"


def _settle(jobs: Any, app: Any) -> None:
    """Let everything be answered that was asked so far, and what the answers asked."""
    for _ in range(3):
        done: list[object] = []
        jobs.ask(lambda _session: None, done.append)
        while not done:
            app.processEvents()


def _database(folder: Path) -> str:
    """A new one, and one of every earlier shape brought to the newest."""
    from db.keys import new_key
    from db.schema import HEAD, known_revisions, make_database, migrate, open_database

    make_database(folder / "fresh" / "onevisit.db", new_key()).dispose()
    older = sorted(known_revisions() - {HEAD})
    for revision in older:
        file, key = folder / revision / "onevisit.db", new_key()
        file.parent.mkdir()
        migrate(file, key, to=revision)
        open_database(file, key).dispose()
    return f"fresh, and {', '.join(older)} migrated to {HEAD}"


def _libraries(_folder: Path) -> str:
    """What is loaded only when it is first needed: a seal, PostgreSQL."""
    import psycopg

    from desktop.domain.printing import Paper
    from desktop.printing.plain import plain_text
    from desktop.printing.seal import sealed

    paper = sealed(Paper(plain_text("自检"), "", 1), _certificate(), "self-test")
    if b"/ByteRange" not in paper.pdf:
        raise ValueError("the paper has no seal")
    driver = psycopg.pq.version() // 10_000
    return f"sealed, libpq {driver} ({psycopg.pq.__impl__})"


def _certificate() -> bytes:
    """One of nobody, in a PKCS#12 file."""
    from datetime import UTC, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "self-test")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(b"self-test")
    return pkcs12.serialize_key_and_certificates(b"seal", key, made, None, locked)


def _one_case(folder: Path) -> str:
    """A specimen applicant nobody is, from draft to stored slip."""
    from desktop.sample import Sample

    sample = Sample(folder, datetime.now().astimezone())
    done = sample.issue_whole()
    sample.close()
    return f"slip {done.number}, case {done.case_number}, {len(done.paper.pdf)} bytes of PDF"


CHECKS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("fonts", _fonts),
    ("catalogue", _catalogue),
    ("locale", _locale),
    ("calendar", _calendar),
    ("resources", _resources),
    ("manual", _manual),
    ("glyphs", _glyphs),
    ("screens", _screens),
    ("migrations", _database),
    ("libraries", _libraries),
    ("one case, one PDF", _one_case),
)
