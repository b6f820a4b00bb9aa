"""The sheet for the chief's safe: a recovery code in large signs, and what it is."""

from desktop.domain.printing import Paper
from desktop.printing.kit import LEFT, MEASURE, TOP
from desktop.printing.lines import Ink
from desktop.printing.sheet import MM, Sheet

TITLE = "数据恢复码"
LINES = (
    "本机业务数据是加密的。所有人的密码都丢失时，只有这个码能打开。",
    "请装入信封封好，由负责人存入保险柜；不要拍照，不要存入电脑。",
    "换发新码后，这张纸作废，请销毁。",
)
KEPT = "存放人签名：　　　　　　　　　　　　　　日期："


def render_code(code: str) -> Paper:
    """One A4 page with a code, four groups a line."""
    sheet = Sheet(TITLE)
    middle = LEFT + MEASURE / 2
    sheet.text(TITLE, middle, TOP + 20 * MM, Ink(22, bold=True), align=0.5)
    groups = code.split("-")
    half = len(groups) // 2
    for place, part in enumerate((groups[:half], groups[half:])):
        baseline = TOP + (45 + 16 * place) * MM
        sheet.text("   ".join(part), middle, baseline, Ink(26, bold=True), align=0.5)
    for place, line in enumerate(LINES):
        sheet.text(line, LEFT, TOP + (85 + 9 * place) * MM, Ink(12))
    sheet.text(KEPT, LEFT, TOP + 125 * MM, Ink(12))
    sheet.end_page()
    return sheet.paper()
