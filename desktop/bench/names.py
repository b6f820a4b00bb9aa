"""Names of nobody, with the first letters of their pinyin, from a small table of their own."""

from random import Random

SURNAMES = (
    "王w李l张z刘l陈c杨y黄h赵z吴w周z徐x孙s马m朱z胡h郭g何h林l高g罗l郑z梁l谢x宋s唐t许x韩h冯f邓d曹c彭p曾z肖x田t董d"
    "潘p袁y蔡c蒋j余y于y杜d叶y程c魏w苏s吕l丁d任r沈s姚y卢l姜j崔c钟z谭t陆l汪w范f金j石s廖l贾j夏x韦w方f白b邹z孟m熊x秦q邱q"
)
"""Surnames, the most common first; a letter follows each sign."""

GIVEN = (
    "伟w芳f娜n敏m静j丽l强q磊l洋y艳y勇y军j杰j娟j涛t超c明m霞x秀x平p刚g桂g英y华h玉y兰l红h建j国g文w志z春c梅m海h燕y"
    "晓x云y鑫x宇y浩h欣x梓z涵h子z轩x雨y佳j俊j一y诺n思s嘉j怡y博b宏h永y成c康k星x光g天t达d安a岩y中z茂m进j林l有y坚j"
    "和h彪b博b诚c先x敬j震z振z壮z会h思s群q豪h心x邦b承c乐l绍s功g松s善s厚h庆q民m友y裕y河h哲z江j超c浩h亮l政z谦q"
)
"""Signs of given names, each with its letter."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(text[::2], text[1::2], strict=True))


_SURNAMES, _GIVEN = _pairs(SURNAMES), _pairs(GIVEN)
_OFTEN = [1 / (place + 3) for place in range(len(_SURNAMES))]


def made_names(random: Random, count: int) -> list[tuple[str, str]]:
    """As many names and initials: few surnames are many people's, one in four has two signs."""
    found = []
    for sur, letter in random.choices(_SURNAMES, _OFTEN, k=count):
        given = random.choices(_GIVEN, k=1 if random.random() < 0.25 else 2)
        name, initials = zip(*given, strict=True)
        found.append((sur + "".join(name), letter + "".join(initials)))
    return found
