"""The slip read back: its words, its codes, its bytes."""

import io
import re
import subprocess
import sys
from dataclasses import replace

import pypdf
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import (
    SPECIMEN,
    Answer,
    MaterialState,
    Party,
    SignatureMode,
    SlipContent,
    told_hash,
)
from desktop.domain.stubs import stub_code
from desktop.printing.materials import state_key
from desktop.printing.pdf import render_slip
from desktop.printing.sheet import MM
from desktop.printing.stub import stub_height
from tests.printing.builders import (
    HOSTILE,
    MATERIALS,
    NUMBER,
    item,
    material,
    signature,
    slip,
    template,
)
from tests.printing.readers import codes, halves, pages, picture, squeezed, text

WORDS = template().labels
FORTY = tuple(
    material(n, state=MaterialState.MISSING if n % 3 else MaterialState.HERE) for n in range(1, 41)
)


def printed(content: SlipContent) -> bytes:
    return render_slip(content, template()).pdf


def said(content: SlipContent) -> list[str]:
    """Everything that a slip must say."""
    people = (content.applicant, content.agent, content.organisation)
    return [
        *(part for p in people if p for part in (p.name, p.document, p.number, p.phone)),
        *(part for i in content.items for part in (i.name, i.limit, i.fee, i.result, i.law)),
        *(part for f in content.flags for part in (f.label, f.reason, f.say, *f.instead)),
        *(part for m in content.materials for part in (m.name, m.form, m.note, m.remark)),
        *(m.issuer for m in content.materials),
        *(WORDS[state_key(m)] for m in content.materials),
        *content.next_steps,
        *(part for q in content.questions for part in (q.ask, q.answer)),
        content.unit, content.number, content.catalogue, content.window, content.officer,
        content.officer_number, content.delivery, content.hours, content.enquiry_phone,
        content.complaint_phone, content.template, told_hash(content)[:8],
        content.issued_at.strftime("%Y-%m-%d %H:%M"),
        WORDS["title"], WORDS["confirm"], WORDS["officer_signs"],
        WORDS["notice"].format(count=content.notice),
        WORDS["told"].format(
            done=content.lines_explained, all=content.lines, asked=len(content.questions)
        ),
    ]  # fmt: skip


AGENT = Party("古丽努尔·买买提", "居民身份证", "653101********0025", "150****3344")
FIRM = Party("杭州云栖酒店管理有限公司", "统一社会信用代码", "91330103MA2AX12345", "")


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "content",
    [
        slip(),
        slip(agent=AGENT, organisation=FIRM),
        slip(items=(item(), item(id="b", name="临时居民身份证申领", fee="10元/证"))),
        slip(materials=FORTY),
        slip(flags=(), materials=(), questions=(), signature=None),
    ],
    ids=["usual", "agent", "two items", "forty materials", "bare"],
)
def test_the_slip_says_everything(content: SlipContent, large: bool) -> None:
    content = replace(content, large=large)
    found = text(printed(content))
    assert [words for words in said(content) if squeezed(words) not in found] == []


def test_a_usual_slip_is_one_page() -> None:
    assert render_slip(slip(), template()).pages == 1


def test_the_page_is_a4_exactly() -> None:
    for page in pypdf.PdfReader(io.BytesIO(printed(slip(materials=FORTY)))).pages:
        assert [round(float(v) / MM, 3) for v in page.mediabox] == [0, 0, 210, 297]


def test_the_file_tells_only_the_number() -> None:
    pdf = printed(slip())
    info = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert info is not None
    assert info.title == NUMBER
    assert not {"张桂芳", "陈建国"} & {str(value) for value in info.values()}


def test_equal_content_gives_equal_bytes() -> None:
    first, second = render_slip(slip(), template()), render_slip(slip(), template())
    assert first == second
    assert first.sha256 != render_slip(slip(notice=3), template()).sha256


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "from tests.printing.builders import slip, template;"
        "from desktop.printing.pdf import render_slip;"
        "print(render_slip(slip(), template()).sha256)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == render_slip(slip(), template()).sha256


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize(
    "number", [NUMBER, "330105A1202611230001", "HZ9202611230042", "330103001000202607260012"]
)
def test_both_halves_are_scanned(qapp: QGuiApplication, number: str, dpi: int) -> None:
    content = slip(number=number)
    tear = 297 - 12 - stub_height(content, WORDS) / MM
    citizen, station = halves(picture(printed(content), 0, dpi), tear)
    assert codes(citizen) == {"CODE128": [number], "QRCODE": [number]}
    assert codes(station) == {"CODE128": [number], "QRCODE": [stub_code(number)]}


def test_where_guides_are_on_the_web_the_citizen_s_qr_leads_there(qapp: QGuiApplication) -> None:
    link = f"https://guides.example/station/item-id-card.html#{NUMBER}"
    content = slip(link=link)
    tear = 297 - 12 - stub_height(content, WORDS) / MM
    citizen, station = halves(picture(printed(content), 0, 150), tear)
    assert codes(citizen) == {"CODE128": [NUMBER], "QRCODE": [link]}
    assert codes(station) == {"CODE128": [NUMBER], "QRCODE": [stub_code(NUMBER)]}
    assert told_hash(content) == told_hash(slip())


def test_a_long_slip_has_its_number_on_each_page_and_its_stub_on_the_last() -> None:
    content = slip(materials=FORTY)
    paper = render_slip(content, template())
    found = pages(paper.pdf)
    assert len(found) == paper.pages > 1
    for number, page in enumerate(found, start=1):
        assert NUMBER in page
        assert squeezed(WORDS["page"].format(page=number, pages=paper.pages)) in page
    stub = squeezed(WORDS["confirm"])
    assert [stub in page for page in found] == [False] * (paper.pages - 1) + [True]


def test_each_material_stands_once_and_in_order() -> None:
    found = text(printed(slip(materials=FORTY)))
    places = [found.index(row.name) for row in FORTY]
    assert places == sorted(places)
    assert all(found.count(row.name) == 1 for row in FORTY)


def test_the_number_crosses_the_tear_line_three_times() -> None:
    found = pages(printed(slip()))[0]
    assert found.count(NUMBER) == 3 + 3
    assert f"{NUMBER}{NUMBER}{NUMBER}" in found


def test_members_of_a_group_stand_together_under_one_number() -> None:
    found = text(printed(slip()))
    assert f"5{WORDS['one_of']}5-1房屋租赁合同" in found
    assert "5-2住宿情况证明" in found
    assert "6告知承诺书" in found


def test_a_group_of_one_is_an_ordinary_line() -> None:
    rows = (material(1, group="alone", state=MaterialState.MISSING),)
    found = text(printed(slip(materials=rows)))
    assert WORDS["one_of"] not in found


def test_a_drawn_signature_is_curves_and_no_image() -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed(slip())))
    assert [image for page in reader.pages for image in page.images] == []
    signed, unsigned = (_curves(slip(signature=s)) for s in (signature(), signature(strokes=())))
    assert signed - unsigned >= 2 * 30


def _curves(content: SlipContent) -> int:
    page = pypdf.PdfReader(io.BytesIO(printed(content))).pages[0].get_contents()
    assert page is not None
    return len(re.findall(rb" c[\s]", page.get_data()))


@pytest.mark.parametrize("mode", SignatureMode)
def test_each_mode_says_what_it_is(mode: SignatureMode) -> None:
    signed = signature(mode=mode, strokes=(), reason="不同意", witness="李见证")
    found = text(printed(slip(signature=signed)))
    words = WORDS[f"mode_{mode}"].format(signer="张桂芳", witness="李见证")
    assert squeezed(words) in found
    assert "不同意" in found


def test_rare_characters_are_drawn_and_read_back() -> None:
    content = slip(applicant=Party("𠮷䶮㼆𬭎", "居民身份证", "330103********0022", ""))
    assert "𠮷䶮㼆𬭎" in text(printed(content))


def test_a_missing_character_is_refused_by_name() -> None:
    content = slip(applicant=Party("王\U0010fffd", "居民身份证", "", ""))
    with pytest.raises(Refusal) as caught:
        render_slip(content, template())
    assert caught.value.trouble is Trouble.GLYPH_MISSING
    assert caught.value.values["code"] == "U+10FFFD"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_texts_are_printed_as_they_are(words: str) -> None:
    content = slip(
        unit=words,
        applicant=Party(words, words, words, words),
        questions=(Answer(words, words),),
        materials=(material(1, name=words, remark=words, note=words),),
        signature=signature(signer=words, strokes=()),
    )
    assert text(printed(content)).count(squeezed(words)) >= 7


def test_a_text_longer_than_pages_is_not_cut() -> None:
    words = "很长的说明，" * 600
    content = slip(questions=(Answer("问", words),), materials=(material(1, remark=words),))
    paper = render_slip(content, template())
    assert paper.pages > 2
    assert text(paper.pdf).count("很") == 1200


@pytest.mark.parametrize(("large", "body", "step"), [(False, 10.5, 14), (True, 16, 20)])
def test_the_sizes_of_print(large: bool, body: float, step: float) -> None:
    sizes = _sizes(printed(slip(large=large)))
    assert sizes["慢慢来"] == body
    assert sizes["带上材料"] == step
    assert min(sizes.values()) >= 8


def _sizes(pdf: bytes) -> dict[str, float]:
    found: dict[str, float] = {}

    def visit(words: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if words.strip():
            key = next((k for k in ("慢慢来", "带上材料") if k in words), words)
            found[key] = size * tm[3]

    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_no_grey_is_lighter_than_sixty_percent() -> None:
    pdf = printed(slip(number=SPECIMEN))
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert page is not None
    greys = {float(v) for v in re.findall(rb"([\d.]+) [gG]\s", page.get_data())}
    assert {grey for grey in greys if 0.4 < grey < 1} == set()


def test_a_specimen_says_so_on_every_page(qapp: QGuiApplication) -> None:
    content = slip(number=SPECIMEN, materials=FORTY)
    paper = render_slip(content, template())
    assert all(WORDS["specimen"] in page for page in pages(paper.pdf))
    found = [codes(picture(paper.pdf, page, 150)) for page in range(paper.pages)]
    assert {code for page in found for kind in page.values() for code in kind} == {
        SPECIMEN, stub_code(SPECIMEN),
    }  # fmt: skip


def test_every_font_is_embedded() -> None:
    for page in pypdf.PdfReader(io.BytesIO(printed(slip()))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


def test_every_state_has_a_word() -> None:
    assert {WORDS[state_key(row)] for row in MATERIALS} == {
        WORDS[f"state_{name}"]
        for name in ("here", "missing", "defective", "waived", "choice", "optional")
    }
