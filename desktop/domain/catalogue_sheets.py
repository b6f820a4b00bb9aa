"""The catalogue as tables for a spreadsheet, and read back: nothing is lost on the way.

A sheet is a list of rows of texts. In a cell, a list stands line below line; a list of an item
stands on a sheet of its own, a row each, under the item's id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.catalogue_changes import Files
from desktop.domain.records import Fault

YES, NO = "是", "否"
OPTIONAL = "?"
"""Before a material that a special case adds for another way only."""

IF = " if "


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field (dots lead into a record), how a cell holds it."""

    heading: str
    field: str
    kind: "Kind"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is written into a cell and read back; `absent` cells leave the field out."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """One sheet: whose rows they are, a list of each item, a whole file, or the items."""

    title: str
    columns: tuple[Column, ...]
    file: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row as it was read: the number a spreadsheet shows, texts by heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A mistake with its place in the workbook; row 0 is the sheet itself."""

    sheet: str
    row: int
    column: str
    problem: str


def _truth(cell: str) -> bool:
    if cell not in (YES, NO):
        raise ValueError(f"{YES} or {NO} is wanted, not {cell!r}")
    return cell == YES


def _count(cell: str) -> int | None:
    if cell and not cell.isdecimal():
        raise ValueError(f"a whole number is wanted, not {cell!r}")
    return int(cell) if cell else None


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _extras(cell: str) -> list[dict[str, Any]]:
    found = []
    for line in _lines(cell):
        name, _, condition = line.removeprefix(OPTIONAL).partition(IF)
        extra: dict[str, Any] = {"material": name.strip()}
        if condition.strip():
            extra["only_if"] = condition.strip()
        if line.startswith(OPTIONAL):
            extra["required"] = False
        found.append(extra)
    return found


def _extra(row: Mapping[str, Any]) -> str:
    mark = "" if row.get("required", True) else OPTIONAL
    condition = row.get("only_if")
    return f"{mark}{row['material']}{f'{IF}{condition}' if condition else ''}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)


TEXT = Kind(_text, str)
MAYBE = Kind(_text, lambda cell: cell or None)
LEFT_OUT = Kind(_text, lambda cell: cell or None, absent=True)
TRUTH = Kind(lambda value: YES if value else NO, _truth)
IF_TRUE = Kind(
    lambda value: YES if value else "", lambda cell: True if _truth(cell) else None, absent=True
)
COUNT = Kind(_text, _count)
LIST = Kind("\n".join, _lines)
SOME = Kind(lambda value: "\n".join(value or ()), lambda cell: _lines(cell) or None, absent=True)
ADDS = Kind(lambda rows: "\n".join(map(_extra, rows)), _extras)

ID = Column("编号", "id", TEXT)
OF_ITEM = "事项编号"


def _limit(name: str, field: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}数", f"{field}.count", COUNT),
        Column(f"{name}单位", f"{field}.unit", TEXT),
        Column(f"{name}说明", f"{field}.note", MAYBE),
    )


ITEMS = Spec(
    "事项",
    (
        ID, Column("名称", "name", TEXT), Column("英文名", "name_en", TEXT),
        Column("主题", "theme", TEXT), Column("窗口", "windows", LIST),
        Column("条件", "conditions", LIST), Column("步骤", "steps", LIST),
        *_limit("法定期限", "statutory"), *_limit("承诺期限", "promised"),
        Column("收费", "fee.amount", COUNT), Column("收费单位", "fee.unit", TEXT),
        Column("收费说明", "fee.note", MAYBE), Column("结果", "result", TEXT),
        Column("有效期", "validity", MAYBE), Column("电话", "phone", MAYBE),
        Column("网址", "web", MAYBE), Column("俗称", "keywords", LIST),
        Column("待核实", "to_confirm", LIST),
    ),
)  # fmt: skip

SHEETS: tuple[Spec, ...] = (
    ITEMS,
    Spec(
        "材料",
        (
            Column("材料编号", "material", TEXT), Column("必须", "required", TRUTH),
            Column("仅当", "only_if", LEFT_OUT), Column("免交", "waived_if", LEFT_OUT),
            Column("任选组", "one_of", LEFT_OUT), Column("可容缺", "deferrable", IF_TRUE),
            Column("共用部门", "used_by", SOME), Column("备注", "note", LEFT_OUT),
        ),
        field="materials",
    ),
    Spec(
        "特殊情形",
        (
            Column("条件", "when", TEXT), Column("告知语", "say", TEXT),
            Column("增加材料", "adds", ADDS), Column("也可以", "instead", LIST),
        ),
        field="special_cases",
    ),
    Spec(
        "问答", (Column("问", "ask", TEXT), Column("答", "answer", TEXT)), field="questions"
    ),
    Spec(
        "收费情形",
        (
            Column("条件", "when", LEFT_OUT), Column("金额", "amount", COUNT),
            Column("说明", "note", LEFT_OUT),
        ),
        field="fee.options",
    ),
    Spec(
        "材料库",
        (
            ID, Column("名称", "name", TEXT), Column("形式", "form", TEXT),
            Column("份数", "copies", COUNT), Column("出具单位", "issuer", TEXT),
            Column("备注", "note", MAYBE),
        ),
        file="materials.yaml",
    ),
    Spec(
        "特殊情形定义",
        (
            ID, Column("名称", "label", TEXT), Column("英文名", "label_en", TEXT),
            Column("定义", "definition", TEXT), Column("包含", "implies", LIST),
            Column("办理提示", "advice", LIST),
        ),
        file="flags.yaml",
    ),
)  # fmt: skip
"""Every sheet, the items first."""


def headings(spec: Spec) -> tuple[str, ...]:
    """The first row of a sheet."""
    own = tuple(column.heading for column in spec.columns)
    return (OF_ITEM, *own) if spec.field else own


def lines_of(files: Files, spec: Spec) -> Iterator[tuple[str, ...]]:
    """The rows of a sheet under its headings."""
    for owner, row in _rows(files, spec):
        yield *owner, *(column.kind.write(at(row, column.field)) for column in spec.columns)


def _rows(files: Files, spec: Spec) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Each row with the item above it, where it is one of an item's."""
    if spec.file:
        yield from (((), row) for row in files[spec.file])
        return
    for item in _items(files):
        if spec.field:
            yield from (((item["id"],), row) for row in at(item, spec.field) or ())
        else:
            yield (), item


def _items(files: Files) -> Iterator[dict[str, Any]]:
    return (files[name] for name in sorted(files) if name.startswith("items/"))


def at(row: Mapping[str, Any], field: str) -> Any:
    """A value inside records."""
    value: Any = row
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


Places = dict[tuple[str, str, str], tuple[str, int]]
"""Where a row of the files came from: file, item and path to sheet and row."""


def files_of(
    base: Files, sheets: Mapping[str, Sequence[SheetLine]]
) -> tuple[dict[str, Any], Places, tuple[SheetFault, ...]]:
    """An edition with what the sheets say in place of what it said; a sheet left out says nothing.

    Items and flags are not made or removed here: a flag's rule is code, an item's law is not in
    the sheets. Gives also where each row stood, for the mistakes that are found later.
    """
    reader = _Reader(base)
    for spec in SHEETS:
        if spec.title in sheets:
            reader.read(spec, sheets[spec.title])
    known = {spec.title for spec in SHEETS}
    for title in sheets:
        if title not in known:
            reader.fault(title, 0, "", "there is no sheet of that name")
    return reader.files, reader.places, tuple(reader.faults)


class _Reader:
    """Puts rows in place of those of an edition."""

    def __init__(self, base: Files) -> None:
        self.files: dict[str, Any] = {name: copied(content) for name, content in base.items()}
        self.places: Places = {}
        self.faults: list[SheetFault] = []
        self._by_id = {
            item["id"]: name for name, item in self.files.items() if name.startswith("items/")
        }

    def fault(self, sheet: str, row: int, column: str, problem: str) -> None:
        self.faults.append(SheetFault(sheet, row, column, problem))

    def read(self, spec: Spec, lines: Sequence[SheetLine]) -> None:
        missing = [name for name in headings(spec) if lines and name not in lines[0].cells]
        if missing or not lines:
            self.fault(
                spec.title, 0, "、".join(missing), "the column is missing" if lines else "is empty"
            )
            return
        if spec.file:
            self._file(spec, lines)
        elif spec.field:
            self._lists(spec, lines)
        else:
            self._items(spec, lines)

    def _items(self, spec: Spec, lines: Sequence[SheetLine]) -> None:
        seen = set[str]()
        for line in lines:
            name = self._item(spec, line, ID.heading)
            if name and name in seen:
                self.fault(spec.title, line.number, ID.heading, "stands here twice")
            elif name:
                seen.add(name)
                self.places[self._by_id[name], name, ""] = (spec.title, line.number)
                self._fill(spec, line, self.files[self._by_id[name]])

    def _lists(self, spec: Spec, lines: Sequence[SheetLine]) -> None:
        made: dict[str, list[dict[str, Any]]] = {name: [] for name in self._by_id}
        for line in lines:
            name = self._item(spec, line, OF_ITEM)
            if name:
                row: dict[str, Any] = {}
                self._fill(spec, line, row)
                made[name].append(row)
                path = f"{spec.field}[{len(made[name])}]"
                self.places[self._by_id[name], name, path] = (spec.title, line.number)
        first, _, last = spec.field.rpartition(".")
        for name, rows in made.items():
            item = self.files[self._by_id[name]]
            owner = at(item, first) if first else item
            if rows or owner.get(last):
                owner[last] = rows

    def _file(self, spec: Spec, lines: Sequence[SheetLine]) -> None:
        """A table: rows keep what the sheet does not show; new ones are taken where they can be."""
        before = {row["id"]: row for row in self.files[spec.file]}
        grows = spec.file == "materials.yaml"
        rows = []
        for line in lines:
            name = line.cells.get(ID.heading, "").strip()
            if name not in before and not grows:
                self.fault(spec.title, line.number, ID.heading, f"there is no row {name!r}")
                continue
            row = before.get(name, {})
            self._fill(spec, line, row)
            rows.append(row)
            self.places[spec.file, name, ""] = (spec.title, line.number)
        gone = [name for name in before if name not in {row["id"] for row in rows}]
        if gone and not grows:
            self.fault(spec.title, 0, ID.heading, f"is missing: {gone[0]!r}")
        self.files[spec.file] = rows

    def _item(self, spec: Spec, line: SheetLine, heading: str) -> str:
        name = line.cells.get(heading, "").strip()
        if name in self._by_id:
            return name
        self.fault(spec.title, line.number, heading, f"there is no item {name!r}")
        return ""

    def _fill(self, spec: Spec, line: SheetLine, row: dict[str, Any]) -> None:
        for column in spec.columns:
            try:
                put_cell(row, column, line.cells.get(column.heading, "").strip())
            except ValueError as error:
                self.fault(spec.title, line.number, column.heading, str(error))


def put_cell(row: dict[str, Any], column: Column, cell: str) -> None:
    """Write what a cell says into a row; raises ValueError for what it cannot mean."""
    value = column.kind.read(cell) if cell or not column.kind.absent else None
    first, _, last = column.field.rpartition(".")
    owner = row.setdefault(first, {}) if first else row
    if value is None and column.kind.absent:
        owner.pop(last, None)
    else:
        owner[last] = value


def copied(value: Any) -> Any:
    """Plain data of its own, so that nothing of the edition is changed."""
    if isinstance(value, Mapping):
        return {name: copied(each) for name, each in value.items()}
    return [copied(each) for each in value] if isinstance(value, list) else value


def placed(faults: Sequence[Fault], places: Places) -> tuple[SheetFault, ...]:
    """Mistakes of the whole with their sheet and row, as far as these are known."""
    return tuple(_placed(fault, places) for fault in faults)


def _placed(fault: Fault, places: Places) -> SheetFault:
    path = fault.field
    while True:
        found = places.get((fault.file, fault.item, path))
        if found is not None:
            rest = fault.field.removeprefix(path).lstrip(".")
            return SheetFault(*found, _heading(found[0], rest), fault.problem)
        if not path:
            return SheetFault(fault.file, 0, f"{fault.item} {fault.field}".strip(), fault.problem)
        path = path.rpartition(".")[0]


def _heading(title: str, field: str) -> str:
    spec = next(each for each in SHEETS if each.title == title)
    wanted = field.partition("[")[0]
    return next((c.heading for c in spec.columns if c.field in (field, wanted)), field)
