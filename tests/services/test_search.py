"""Search: what people type at the counter and what they must find first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.texts import plain
from desktop.services.readings import fold, initials, segments, syllables
from desktop.services.search import Entry, Hit, Index, Match, Text, build_index, rank

# Name | everyday words, as in the catalogue.
ITEMS = {
    "household-book-replace": (
        "居民户口簿换领补领 | 户口本 户口本丢了 补户口本 换户口本 户口簿破损"
    ),
    "birth-registration": "出生登记 | 小孩上户口 新生儿落户 报户口 出生证 未婚生子上户口",
    "death-cancellation": "死亡登记（注销户口） | 销户口 注销户口 老人去世 死亡证明 户口注销证明",
    "hukou-move-in-city": "市内户口迁移 | 迁户口 户口迁移 过户口 分户 落户到自己房子 集体户迁出",
    "hukou-item-change": (
        "户口登记项目变更更正 | 改名字 改生日 改民族 曾用名 户口登记错误 婚姻状况变更"
    ),
    "hukou-migration-in": (
        "户口迁移审批（市外迁入） | 落户杭州 外地户口迁杭州 准迁证 迁移证 投靠落户 积分落户 "
        "人才落户"
    ),
    "id-card": (
        "居民身份证申领、换领、补领 | 身份证 换身份证 补身份证 身份证丢了 身份证过期 "
        "异地办身份证 小孩身份证"
    ),
    "temp-id-card": "临时居民身份证申领 | 临时身份证 急用身份证 考试身份证丢了 坐高铁没身份证",
    "residence-registration": (
        "流动人口居住登记 | 暂住登记 居住登记 暂住证 外地人登记 房东登记 临时住宿登记"
    ),
    "residence-permit": (
        "浙江省居住证申领、签注、换领补领 | 居住证 暂住证 办居住证 居住证签注 居住证过期 "
        "外地人居住证 积分入学"
    ),
    "hmt-residence-permit": (
        "港澳台居民居住证申领、换领、补领 | 台胞居住证 港澳居民居住证 台胞证 回乡证 港澳台居住证"
    ),
    "household-certificate": (
        "户籍信息证明开具 | 户籍证明 亲属关系证明 开证明 注销证明 我妈是我妈 曾用名证明"
    ),
    "no-crime-certificate": "无犯罪记录证明开具 | 良民证 无犯罪证明 无犯罪记录 政审 出国用证明",
    "seal-engraving-certificate": (
        "刻章单位申请开具证明（公章刻制备案） | 刻章 刻公章 公章备案 财务章 公章丢了"
    ),
    "passport": "普通护照签发 | 护照 办护照 换护照 护照丢了 出国 小孩护照",
    "hk-macao-permit": "往来港澳通行证和签注签发 | 港澳通行证 去香港 去澳门 签注 港澳通行证续签",
    "taiwan-permit": "往来台湾通行证和签注签发 | 台湾通行证 去台湾 大通证 赴台签注",
    "border-pass": "边境管理区通行证核发 | 边防证 边境证 去西藏 去新疆 边境通行证",
    "hotel-licence": (
        "旅馆业特种行业许可证核发 | 开旅馆 开宾馆 开民宿 旅馆许可证 特行证 酒店开业 证照联办"
    ),
    "seal-engraving-licence": "公章刻制业特种行业许可证核发 | 刻章店 刻章许可证 特行证 开刻章店",
    "pawn-licence": "典当业特种行业许可证核发 | 典当行 当铺 特行证 典当许可证",
    "entertainment-filing": "娱乐场所备案 | KTV备案 娱乐场所 歌厅备案 棋牌室备案",
    "internet-cafe-security": (
        "互联网上网服务营业场所信息网络安全审核 | 网吧 网咖 电竞 网络安全审核 开网吧"
    ),
    "bank-security-plan": (
        "金融机构营业场所、金库安全防范设施建设方案审批 | 银行安防 金库 方案审批 网点装修 ATM安防"
    ),
    "bank-security-acceptance": (
        "金融机构营业场所、金库安全防范设施建设工程验收 | 银行验收 金库验收 安防工程验收"
    ),
    "large-event-safety": (
        "大型群众性活动安全许可 | 演唱会 展销会 大型活动 灯会 招聘会 活动安全许可"
    ),
    "key-unit-security-filing": (
        "治安保卫重点单位治安保卫机构设置和人员配备备案 | 保卫科 内保 重点单位备案"
    ),
    "fireworks-display": (
        "焰火晚会及其他大型焰火燃放活动许可 | 放烟花 烟花晚会 焰火 禁放区 放鞭炮"
    ),
    "explosives-purchase": "民用爆炸物品购买许可 | 炸药 雷管 爆破 民爆",
    "explosives-transport": "民用爆炸物品运输许可 | 炸药运输 民爆运输",
    "toxic-chemical-purchase": "剧毒化学品购买许可 | 剧毒 氰化物 试剂购买 剧毒化学品",
    "precursor-transport": "第二类易制毒化学品运输许可 | 易制毒运输 三氯甲烷运输 乙醚运输",
    "precursor-purchase-filing": (
        "第二类、第三类易制毒化学品购买备案 | 易制毒 盐酸 硫酸 丙酮 高锰酸钾 购买备案"
    ),
    "toxic-explosive-chem-filing": (
        "剧毒化学品、易制爆危险化学品购销流向备案 | 易制爆 剧毒备案 化学品备案 双氧水 硝酸"
    ),
    "good-samaritan-reward": "见义勇为人员奖励 | 见义勇为 做好事 抓小偷 奖金",
    "anti-terror-report-reward": (
        "举报涉嫌恐怖活动信息线索和反恐怖工作突出贡献奖励 | 反恐举报 举报有奖 涉恐线索"
    ),
    "drug-precursor-report-reward": "举报易制毒化学品违法行为奖励 | 举报奖励 禁毒举报 易制毒",
    "internal-security-reward": (
        "单位内部治安保卫工作成绩显著的单位和个人奖励 | 内保表彰 保安奖励 治安先进单位"
    ),
}
MATERIALS = {
    "household-book-replace": ["居民身份证", "原居民户口簿"],
    "birth-registration": ["出生医学证明", "居民户口簿", "结婚证", "亲子鉴定意见书"],
    "death-cancellation": ["居民死亡医学证明（推断）书", "火化证明", "居民户口簿"],
    "id-card": ["居民身份证申领登记表", "原居民身份证", "居民户口簿", "本人数字相片"],
    "residence-permit": ["居民身份证", "房屋租赁合同", "连续就读证明"],
    "hotel-licence": ["营业执照", "消防安全检查合格证明", "居民身份证"],
}
QUESTIONS = {
    "household-book-replace": ["户口簿丢了要登报吗？", "户主去世了，户口簿怎么换？"],
    "temp-id-card": ["临时身份证能坐飞机、高考吗？"],
    "internet-cafe-security": ["电竞酒店要办这个吗？"],
}
WEIGHTS = {"name": 1.0, "keyword": 1.0, "material": 0.6, "question": 0.7}


def _text(kind: str, text: str) -> Text:
    return Text(kind, text, WEIGHTS[kind], syllables(text))


def _entry(key: str, line: str) -> Entry:
    name, _, keywords = line.partition(" | ")
    rows = [("name", name), *(("keyword", word) for word in keywords.split())]
    rows += [("material", text) for text in MATERIALS.get(key, [])]
    rows += [("question", text) for text in QUESTIONS.get(key, [])]
    return Entry(key, tuple(_text(*row) for row in rows))


@pytest.fixture(scope="module")
def index() -> Index:
    return _index()


def _index() -> Index:
    return build_index(_entry(key, line) for key, line in ITEMS.items())


def _shown(hit: Hit) -> list[tuple[str, list[str]]]:
    return [(m.text, [m.text[begin:end] for begin, end in m.spans]) for m in hit.matches]


# What each item must be found first by.
EVERYDAY = {
    "household-book-replace": (
        "户口本丢了|户口本破了|换户口本|补办户口簿|户口薄丢了|hkb|hukouben|hukoubne|户kou本|"
        "口户本|户口簿丢了"
    ),
    "birth-registration": (
        "小孩上户口|孩子上户口|宝宝落户|新生儿上户|生小孩报户口|出生医学证明|非婚生子上户口|"
        "二胎上户口|出生证|国外出生的孩子上户口"
    ),
    "death-cancellation": "人死了注销户口|老人去世销户|销户口|死亡证明|户口注销证明",
    "hukou-move-in-city": (
        "迁户口|买了房子迁户口|离婚分户|户口 迁移|qianhukou|hukouqianyi|结婚迁户口|学生集体户"
    ),
    "hukou-item-change": "改名字|我想改名|变更性别|名字打错了|民族改|婚姻状况",
    "hukou-migration-in": "外地户口迁到杭州|人才落户|落户|准迁证|投靠子女",
    "id-card": (
        "身份证丢了|身份证掉了|身份证到期|身份证过期了换证|补办身份证|小孩办身份证|身分证|"
        "身份证坏了|sfz|shenfenzheng|shenfenzhen|senfenzeng|shenfengzheng|shenfenzehng|"
        "换身份证要多久|照片拍得丑换身份证|第一次办身份证|办二代身份证|身份证磁条坏了|"
        "学生 身份证|外地人办身份证|身份证号码|sfzdl"
    ),
    "temp-id-card": "临时身份证|急着坐飞机没身份证|linshishenfenzheng",
    "residence-registration": "暂住证|租房登记|房东登记租客|居住登记",
    "residence-permit": (
        "居住证|居住证到期续签|居住证丢了|孩子上学要居住证|jzz|juzhuzheng|打工办居住证|juzhuzhegn"
    ),
    "hmt-residence-permit": "台胞证|回乡证|tbz",
    "household-certificate": (
        "户籍证明|亲属关系证明|证明我妈是我妈|曾用名证明|huji|hujii|父子关系证明|"
        "母子关系证明|注销证明|hjzm"
    ),
    "no-crime-certificate": (
        "良民证|无犯罪证明|没有犯罪记录|政审|liangmingzheng|lmz|wfz|留学无犯罪证明|"
        "办签证无犯罪记录|找工作要无犯罪证明|教师资格证无犯罪证明|wufanzui"
    ),
    "seal-engraving-certificate": (
        "刻章|刻公章|公司刻章|公章丢了|kezhang|kz|营业执照 刻章|财务章|换公章"
    ),
    "passport": (
        "护照|护照到期|办护照|出国旅游|huzhao|hz|hzhao|护照 丢了|换护照|孩子护照|婴儿护照|护照过期"
    ),
    "hk-macao-permit": (
        "港澳通行证|去香港|香港签注|去澳门玩|gatxz|gangao|港澳签注|qianzhu|xianggang"
    ),
    "taiwan-permit": "去台湾|台湾通行证|taiwan",
    "border-pass": "边防证|去西藏|bfz|去新疆|边境证|xizang",
    "hotel-licence": (
        "开宾馆|开酒店|开民宿|旅馆执照|想开个小宾馆|kaibinguan|kbg|消防 旅馆|特种行业许可证|"
        "旅馆业许可证|酒店特行证|公寓民宿"
    ),
    "seal-engraving-licence": "刻章店|开刻字店",
    "pawn-licence": "当铺|开典当行|dangpu",
    "entertainment-filing": "KTV|开棋牌室",
    "internet-cafe-security": "网吧|电竞馆|电竞酒店|wangba",
    "bank-security-plan": "银行装修|ATM|银行网点装修|金库",
    "bank-security-acceptance": "银行金库验收",
    "large-event-safety": "演唱会|招聘会",
    "key-unit-security-filing": "保卫科备案|安保人员配备",
    "fireworks-display": "放烟花|婚礼放鞭炮|yanhua|卖烟花|烟花爆竹",
    "explosives-purchase": "买炸药|炸药",
    "toxic-chemical-purchase": "氰化钾|买剧毒|买化学试剂",
    "precursor-purchase-filing": "买盐酸|硫酸|易制毒|高锰酸钾",
    "toxic-explosive-chem-filing": "双氧水|易制爆",
    "good-samaritan-reward": "见义勇为|抓小偷奖励|救人奖金|jianyiyongwei|见义勇为证书",
    "anti-terror-report-reward": "举报恐怖分子|举报恐怖",
    "internal-security-reward": "保安表彰",
}


@pytest.mark.parametrize(
    ("query", "key"),
    [(query, key) for key, queries in EVERYDAY.items() for query in queries.split("|")],
)
def test_first_hit(index: Index, query: str, key: str) -> None:
    assert rank(index, query)[0].key == key


@pytest.mark.parametrize(
    "query", ["养狗", "办狗证", "开锁", "驾驶证", "xqzwv", "asdfgh", "zhaoxiangguan", "龘靐齉"]
)
def test_what_is_not_offered_finds_nothing(index: Index, query: str) -> None:
    assert rank(index, query) == []


@pytest.mark.parametrize(
    "query", ["%", "_", "*", '"', '""', "%%%", "()", "' OR ''='", "?", "，。 ？", "NEAR(", "\ud800"]
)
def test_signs_are_no_words_and_list_nothing(index: Index, query: str) -> None:
    assert rank(index, query) == []


@pytest.mark.parametrize("query", ["", " ", "\n"])
def test_an_empty_query_lists_everything_in_order(index: Index, query: str) -> None:
    hits = rank(index, query)
    assert [hit.key for hit in hits] == list(ITEMS)
    assert {hit.score for hit in hits} == {0.0}


def test_closer_texts_stand_higher() -> None:
    entries = [
        Entry("slip", (_text("keyword", "居任证"),)),
        Entry("pinyin", (_text("keyword", "居住正"),)),
        Entry("contained", (_text("keyword", "换居住证"),)),
        Entry("beginning", (_text("keyword", "居住证过期"),)),
        Entry("exact", (_text("keyword", "居住证"),)),
        Entry("material", (_text("material", "居住证"),)),
    ]
    keys = [hit.key for hit in rank(entries, "居住证")]
    assert keys[:4] == ["exact", "beginning", "contained", "material"]
    assert [hit.key for hit in rank(entries[:2], "juzhuzheng")] == ["pinyin"]
    assert [hit.key for hit in rank(entries[:1], "居住证")] == ["slip"]
    spoken = rank([entries[1], Entry("latin", (_text("keyword", "juzhuzheng"),))], "juzhuzheng")
    assert [hit.key for hit in spoken] == ["latin", "pinyin"]


def test_whole_words_beat_scattered_characters() -> None:
    scattered = Entry("scattered", (_text("keyword", "户主的口信写在本子上"),))
    whole = Entry("whole", (_text("question", "没有户口本怎么办？"),))
    assert [hit.key for hit in rank([scattered, whole], "户口本")] == ["whole"]


def test_equals_keep_the_given_order() -> None:
    entries = [Entry(key, (_text("keyword", "特行证"),)) for key in "cab"]
    assert [hit.key for hit in rank(entries, "特行证")] == ["c", "a", "b"]


def test_matched_characters_are_told(index: Index) -> None:
    assert _shown(rank(index, "户口本丢了")[0])[0] == ("户口本丢了", ["户口本丢了"])
    assert _shown(rank(index, "hkb")[0])[0] == ("户口本", ["户口本"])
    assert ("临时身份证", ["身份证"]) in _shown(rank(index, "sfz")[1])
    assert _shown(rank(index, "KTV")[0])[0] == ("KTV备案", ["KTV"])
    assert _shown(rank(index, "ktv")[0])[0] == ("KTV备案", ["KTV"])
    assert _shown(rank(index, "户囗本")[0])[0] == ("户口本", ["户", "本"])
    assert _shown(rank(index, "shenfenzehng")[0])[0] == ("身份证", ["身份证"])
    assert rank(index, "养") == []


def test_several_words_narrow_the_list(index: Index) -> None:
    both = {hit.key: hit.score for hit in rank(index, "户口 迁移")}
    assert max(both, key=lambda key: both[key]) == "hukou-move-in-city"
    assert both["birth-registration"] < both["hukou-migration-in"]
    together, apart = rank(index, "护照丢了")[0], rank(index, "护照 丢了")[0]
    assert (together.key, apart.key) == ("passport", "passport")
    assert apart.score == together.score


def test_scores_stay_between_0_and_100(index: Index) -> None:
    for query in ("证", "户口本", "s", "身份证丢了怎么办"):
        scores = [hit.score for hit in rank(index, query)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 100 for score in scores)


def test_readings_of_another_text_do_no_harm() -> None:
    entry = Entry("a", (Text("keyword", "户口本", 1.0, ("hu",)), Text("keyword", "", 1.0, ())))
    assert rank([entry], "户口")[0].matches == (Match("keyword", "户口本", ((0, 2),)),)
    assert rank([entry], "hkb") == []
    assert rank([], "户口") == []


LETTERS = st.text("abcdeghijnouzs", max_size=30)
PHRASES = st.lists(
    st.sampled_from(["户口", "身份证", "我要", "怎么办", " ", "hu", "k", "证", "本"])
)


@given(st.one_of(st.text(max_size=80), LETTERS, PHRASES.map("".join)))
def test_any_query_is_answered(query: str) -> None:
    if plain(query) and not any(map(str.isalnum, query)):
        assert rank(SMALL, query) == []
    for hit in rank(SMALL, query):
        assert 0 <= hit.score <= 100
        for match in hit.matches:
            assert all(0 <= begin < end <= len(match.text) for begin, end in match.spans)
            assert list(match.spans) == sorted(match.spans)


@given(st.lists(st.text(max_size=12), max_size=3), st.text(max_size=8))
def test_any_text_can_be_searched(texts: list[str], query: str) -> None:
    entries = [Entry(text, (_text("keyword", text),)) for text in texts]
    rank(entries, query)
    for text in texts:
        words = re.sub(r"\W|_", "", fold(text))
        assert words != fold(text) or not words or rank(entries, text)[0].score >= 96


SMALL = build_index(
    _entry(key, ITEMS[key])
    for key in ("household-book-replace", "id-card", "temp-id-card", "entertainment-filing")
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("户口本", ("hu", "kou", "ben")),
        ("KTV备案", ("ktv", "bei", "an")),
        ("重庆银行", ("chong", "qing", "yin", "hang")),
        ("女儿", ("nv", "er")),
        ("ＡＴＭ、2017年", ("atm、2017", "nian")),
        ("", ()),
    ],
)
def test_readings(text: str, read: tuple[str, ...]) -> None:
    assert syllables(text) == read


@given(st.text(max_size=30))
def test_every_segment_has_a_reading(text: str) -> None:
    assert len(syllables(text)) == len(segments(text))
    assert len(fold(text)) == len(text)
    assert "".join(segments(text)) == fold(text)


def test_initials_of_a_name() -> None:
    assert initials("张小明") == "zxm"
