"""Readers of outside data as the fuzzer calls them: any bytes in, nothing undeclared out."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from desktop.decoding.ask import understood
from desktop.domain.applicants import Applicant, ApplicantError, applicant_from
from desktop.domain.attachments import LIMITS as LIMITS_OF_FILES
from desktop.domain.attachments import NAME, Media, Seen, file_name, media_of
from desktop.domain.audit import read_code
from desktop.domain.errors import Refusal
from desktop.domain.identity import (
    CardError,
    clean_name,
    lookup_form,
    mask,
    mask_phone,
    name_problem,
    normalise,
    parse_card_record,
    read_identity,
)
from desktop.domain.tables import Limits, Table
from desktop.domain.texts import first_invisible, plain
from desktop.domain.waybills import check_waybill
from desktop.services import attachments
from desktop.services.organisations import check_credit_code
from desktop.services.status_files import guess_columns, read_answers, read_statuses
from desktop.services.table_files import Encoding, read_table
from tests.carrier import answer
from tests.services.status_rows import as_csv, status_rows
from tests.services.workbooks import SHEET, packed, parts, sheet, text_row
from tests.spoilt import outcome

ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LIMITS = Limits(size=100_000, rows=50, columns=10, cell=100, unpacked=1_000_000, members=20)


def numbers(data: bytes) -> None:
    """Everything that reads a typed or scanned number or name."""
    text = data.decode("utf-8", "surrogateescape")
    read = read_identity(text, ON)
    assert read.valid is (read.problem is None)
    assert normalise(read.number) == read.number
    assert clean_name(clean_name(text)) == clean_name(text)
    assert name_problem(text) or not first_invisible(clean_name(text))
    assert plain(plain(text)) == plain(text)
    mask(text), mask_phone(text), lookup_form(text)
    check_waybill(text), check_credit_code(text)
    outcome(read_code, text, ValueError)
    outcome(parse_card_record, data, CardError)


def csv(data: bytes) -> None:
    """A CSV file in either encoding."""
    for encoding in Encoding:
        read = partial(read_table, "x.csv", encoding=encoding, limits=LIMITS)
        _fits(outcome(read, data, Refusal))


def xlsx(data: bytes) -> None:
    """A workbook as a file."""
    _fits(outcome(lambda raw: read_table("x.xlsx", raw, Encoding.UTF_8, LIMITS), data, Refusal))


def workbook(data: bytes) -> None:
    """A workbook whose zip is whole; its parts are cut out of the bytes."""
    names = ("worksheets/sheet1", "sharedStrings", "styles", "workbook", "_rels/workbook")
    members: dict[str, str | bytes] = dict(parts())
    for name, part in zip(names, data.split(b"\0"), strict=False):
        if part:
            members[f"xl/{name}.xml{'.rels' if name.startswith('_') else ''}"] = part
    xlsx(packed(members))


def applicant(data: bytes) -> None:
    """The applicant file of the command line."""
    read = outcome(json.loads, data, ValueError)
    if not isinstance(read, ValueError):
        made = outcome(applicant_from, read, ApplicantError)
        assert isinstance(made, Applicant | ApplicantError)


def statuses(data: bytes) -> None:
    """A carrier's table, row by row; what the bytes are stands under fitting names."""
    table = outcome(lambda raw: read_table("x.csv", raw, Encoding.UTF_8, LIMITS), data, Refusal)
    if not isinstance(table, Refusal):
        read = outcome(
            lambda each: read_statuses(each, guess_columns(each), ("10",), UTC, NOW), table, Refusal
        )
        assert isinstance(read, Refusal) or len(read) == len(table.rows)
        for row in () if isinstance(read, Refusal) else read:
            assert (row.event is None) is bool(row.faults)
            assert row.event is None or not first_invisible(row.event.words + row.event.raw)


def answers(data: bytes) -> None:
    """Answers of kuaidi100."""
    read = outcome(lambda raw: read_answers(raw, UTC), data, Refusal)
    for each in () if isinstance(read, Refusal) else read:
        times = [event.happened_at for event in each.events]
        assert times == sorted(times)
        assert all(0 <= event.mark < 1 << 48 for event in each.events)


def attachment(data: bytes) -> None:
    """A file that is attached, as far as this process reads it, and the other one's answer."""
    media = outcome(media_of, data, Refusal)
    if isinstance(media, Media):
        name = file_name(data.decode("utf-8", "surrogateescape"), media)
        assert len(name) <= NAME
        assert not first_invisible(name)
        assert not {"/", "\\"} & set(name)
        assert file_name(name, media) == name
    seen = outcome(lambda raw: understood(raw, 64, LIMITS_OF_FILES), data, Refusal)
    if isinstance(seen, Seen):
        assert max(seen.picture.width, seen.picture.height) <= 64
        assert attachments.unpacked(attachments.packed(seen.picture)) == seen.picture


def _fits(read: Table | Refusal) -> None:
    if isinstance(read, Table):
        assert len(read.rows) <= LIMITS.rows
        assert len(read.columns) <= LIMITS.columns
        for row in read.rows:
            assert set(row.cells) == set(read.columns)
            assert all(len(cell) <= LIMITS.cell and "\0" not in cell for cell in row.cells.values())


_PERSON = {"name": "赵桂英", "id_number": "000103195006150024", "agent": {"id_kind": "passport"}}
_SEEN = b'{"pages": 1, "width": 2, "height": 1}\n\xff\xff\xff\0\0\0'
_STYLES = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
_DAYS = sheet(text_row(1, "a") + '<row r="2"><c r="A2" s="0"><v>46349.5</v></c></row>')
_STRINGS = "<sst><si><t>京</t><rPh><t>j</t></rPh></si></sst>"
_ROWS = as_csv(status_rows(12, broken=0.2)).encode()

TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "numbers": (numbers, [b"110105194912310021", b"EE123456785CN", b"12-0123-4567-89AB"]),
    "csv": (csv, ['警号,"姓 ""名"\r\n001,赵\n'.encode(), "姓名\n张三\n".encode("gb18030")]),
    "xlsx": (xlsx, [packed(parts()), packed(parts(_DAYS, styles=_STYLES))]),
    "workbook": (workbook, [SHEET.encode(), f"{_DAYS}\0{_STRINGS}\0{_STYLES}".encode()]),
    "statuses": (statuses, [_ROWS, _ROWS.replace("状态".encode(), "备注".encode())]),
    "answers": (answers, [answer("EE123456785CN"), b"[" + answer("1012345678901", state=6) + b"]"]),
    "attachment": (attachment, [_SEEN, b"%PDF-../\0\xe2\x80\xae", b"\xff\xd8\xff a.jpg"]),
    "applicant": (applicant, [json.dumps(_PERSON).encode()]),
}
"""Each reader with right inputs to begin from."""
