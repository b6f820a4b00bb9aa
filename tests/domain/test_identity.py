"""Identity numbers, card records and names: the published examples and the counter's traps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.identity import (
    CardError,
    CardField,
    Identity,
    IdKind,
    NameProblem,
    Problem,
    Sex,
    check_character,
    clean_name,
    full_years,
    local_hint,
    lookup_form,
    mask,
    mask_phone,
    name_problem,
    normalise,
    parse_card_record,
    read_identity,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "on", "kind", "born", "sex", "age"),
    [
        ("11010519491231002X", TODAY, IdKind.RESIDENT, date(1949, 12, 31), Sex.FEMALE, 76),
        ("440524188001010014", date(2010, 1, 1), IdKind.RESIDENT, date(1880, 1, 1), Sex.MALE, 130),
        ("360426199101010071", TODAY, IdKind.RESIDENT, date(1991, 1, 1), Sex.MALE, 35),
        ("810000199408230021", TODAY, IdKind.HMT_PERMIT, date(1994, 8, 23), Sex.FEMALE, 32),
        ("830000199201300022", TODAY, IdKind.HMT_PERMIT, date(1992, 1, 30), Sex.FEMALE, 34),
        ("911124198108030024", TODAY, IdKind.FOREIGN_PR, date(1981, 8, 3), Sex.FEMALE, 45),
        ("000103195006150016", TODAY, IdKind.RESIDENT, date(1950, 6, 15), Sex.MALE, 76),
        ("000103196611230027", TODAY, IdKind.RESIDENT, date(1966, 11, 23), Sex.FEMALE, 60),
        ("000103196611240030", TODAY, IdKind.RESIDENT, date(1966, 11, 24), Sex.MALE, 59),
        ("000106201202290048", date(2027, 2, 28), IdKind.RESIDENT, date(2012, 2, 29), None, 15),
    ],
)
def test_valid_numbers_say_who_holds_them(
    number: str, on: date, kind: IdKind, born: date, sex: Sex | None, age: int
) -> None:
    read = read_identity(number, on)
    assert read.valid
    assert (read.problem, read.position) == (None, None)
    assert (read.number, read.kind, read.birth_date, read.age) == (number, kind, born, age)
    assert read.area_code == number[:6]
    assert sex in (None, read.sex)


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("", Problem.LENGTH, None),
        ("11010519491231002", Problem.LENGTH, None),
        ("11010519491231002X1", Problem.LENGTH, None),
        ("110105491231002", Problem.LENGTH, None),
        ("1101O519491231002X", Problem.CHARACTERS, 5),
        ("11010519491231X02X", Problem.CHARACTERS, 15),
        ("11010519491231002Y", Problem.CHARACTERS, 18),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٤", Problem.CHARACTERS, 1),
        ("330106194813010029", Problem.DATE, None),
        ("110105194902290021", Problem.DATE, None),
        ("110105000001010021", Problem.DATE, None),
        ("110105194912310021", Problem.CHECKSUM, None),
        ("440524188001010015", Problem.CHECKSUM, None),
    ],
)
def test_refused_numbers_say_why_and_nothing_uncertain(
    text: str, problem: Problem, position: int | None
) -> None:
    read = read_identity(text, TODAY)
    assert not read.valid
    assert (read.problem, read.position) == (problem, position)
    assert (read.birth_date, read.sex, read.age, read.area_code) == (None, None, None, None)
    shapeless = problem in (Problem.LENGTH, Problem.CHARACTERS)
    assert read.kind is (None if shapeless else IdKind.RESIDENT)


@pytest.mark.parametrize(
    ("number", "on", "problem"),
    [
        ("000103196611240030", date(1966, 11, 23), Problem.FUTURE),
        ("000103196611240030", date(1966, 11, 24), None),
        ("440524188001010014", date(2010, 1, 1), None),
        ("440524188001010014", date(2010, 1, 2), Problem.AGE),
        ("440524188001010014", TODAY, Problem.AGE),
    ],
)
def test_birth_dates_out_of_reach_are_refused_but_told(
    number: str, on: date, problem: Problem | None
) -> None:
    read = read_identity(number, on)
    assert (read.valid, read.problem) == (problem is None, problem)
    assert read.birth_date is not None
    assert (read.age is None) is (problem is not None)


@pytest.mark.parametrize(
    "pasted",
    [
        " 110105 19491231 002x ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200b110105\u00a019491231\u3000002x\ufeff",
        "110105—19491231–002x",
        "110105\u221219491231\u2011002ｘ",
        "110105\ufe0f19491231\u3164002X\n",
    ],
)
def test_pasted_numbers_are_tidied(pasted: str) -> None:
    assert read_identity(pasted, TODAY).number == "11010519491231002X"
    assert read_identity(pasted, TODAY).valid


@given(st.text(max_size=40))
def test_any_text_is_read_without_raising(text: str) -> None:
    read = read_identity(text, TODAY)
    assert isinstance(read, Identity)
    assert normalise(normalise(text)) == normalise(text) == read.number
    assert read.valid is (read.problem is None)
    mask(text)
    mask_phone(text)
    lookup_form(text)
    name_problem(text)
    assert clean_name(clean_name(text)) == clean_name(text)


@given(
    st.from_regex("[0-8][0-9]{5}", fullmatch=True),
    st.dates(date(1897, 1, 1), TODAY),
    st.integers(0, 999),
)
def test_seventeen_digits_with_their_check_character_are_valid(
    area: str, born: date, serial: int
) -> None:
    first17 = f"{area}{born:%Y%m%d}{serial:03}"
    read = read_identity(first17 + check_character(first17), TODAY)
    assert read.valid
    assert read.birth_date == born
    assert read.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)
    wrong = "0123456789X".replace(check_character(first17), "")
    assert {read_identity(first17 + c, TODAY).problem for c in wrong} == {Problem.CHECKSUM}


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_age_grows_by_one_on_the_birthday_only(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    before, after = full_years(born, day), full_years(born, day + timedelta(days=1))
    assert 0 <= after - before <= 1
    assert full_years(born, born) == 0


def test_check_character_wants_seventeen_digits() -> None:
    assert check_character("11010519491231002") == "X"
    for wrong in ("1101051949123100", "1101051949123100A", "１１０１０５１９４９１２３１００２"):
        with pytest.raises(ValueError, match="17 digits"):
            check_character(wrong)


@pytest.mark.parametrize(
    ("on", "on_28th", "age"),
    [
        (date(2027, 2, 27), True, 14),
        (date(2027, 2, 28), True, 15),
        (date(2027, 2, 28), False, 14),
        (date(2027, 3, 1), False, 15),
        (date(2028, 2, 28), True, 15),
        (date(2028, 2, 29), True, 16),
        (date(2100, 2, 28), True, 88),
        (date(2000, 2, 29), True, -12),
    ],
)
def test_leap_day_birthdays(on: date, on_28th: bool, age: int) -> None:
    born = date(2012, 2, 29)
    assert full_years(born, on, leap_day_on_28th=on_28th) == age


def test_leap_day_choice_reaches_the_number() -> None:
    number, on = "000106201202290048", date(2027, 2, 28)
    assert read_identity(number, on).age == 15
    assert read_identity(number, on, leap_day_on_28th=False).age == 14


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("110105491231002", "11010519491231002X"),
        ("110105-491231-002", "11010519491231002X"),
        ("11010549123100X", None),
        ("11010519491231002X", None),
        ("", None),
    ],
)
def test_old_numbers_serve_for_looking_up_only(text: str, found: str | None) -> None:
    assert lookup_form(text) == found


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110105********002X"),
        ("110105 19491231 002x", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("E12345678", "E1****678"),
        ("H1234567", "H1***567"),
        ("12345", "1**45"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_numbers_are_masked(number: str, shown: str) -> None:
    assert mask(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+8613812345678", "+86138****5678"),
        ("0571-87654321", "0571****4321"),
        ("87654321", "****4321"),
        ("7654321", "***4321"),
        ("96110", "*****"),
        ("", ""),
    ],
)
def test_phones_are_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("area", "prefixes", "local"),
    [
        ("330103", ["3301"], True),
        ("330103", ["3302", "3301"], True),
        ("341500", ["3301"], False),
        ("330103", [], False),
        ("330103", [""], False),
        ("810000", ["81"], None),
        ("830000", ["3301"], None),
        ("911124", ["3301"], None),
        (None, ["3301"], None),
        ("", ["3301"], None),
    ],
)
def test_local_hint(area: str | None, prefixes: list[str], local: bool | None) -> None:
    assert local_hint(area, prefixes) is local


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  张三 ", "张三"),
        ("张　三", "张三"),
        ("买买提‧吐尔逊", "买买提·吐尔逊"),
        ("买买提 • 吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提･吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("阿·卜·杜", "阿·卜·杜"),
        ("John  R. Smith", "John R. Smith"),
        ("José", "José"),
        ("𠮷.䶮", "𠮷·䶮"),
        ("", ""),
    ],
)
def test_names_are_cleaned(typed: str, clean: str) -> None:
    assert clean_name(typed) == clean


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("张三", None),
        ("买买提·吐尔逊", None),
        ("𠮷田", None),
        ("䶮", None),
        ("㼆", None),
        ("𬭎", None),
        ("\U00031350", None),
        ("\ue863", None),
        ("张〇", None),
        ("O'Neil, Mary-Jane Jr.", None),
        ("Nguyễn Thị Hà", None),
        ("阿" * 30, None),
        ("𠮷" * 30, None),
        ("阿" * 31, NameProblem.LENGTH),
        ("", NameProblem.EMPTY),
        ("　 ", NameProblem.EMPTY),
        ("张3", NameProblem.DIGITS),
        ("张３", NameProblem.DIGITS),
        ("张Ⅲ", NameProblem.DIGITS),
        ("张\x07三", NameProblem.INVISIBLE),
        ("张\u200b三", NameProblem.INVISIBLE),
        ("张\u202e三", NameProblem.INVISIBLE),
        ("张\ufe00三", NameProblem.INVISIBLE),
        ("张(三)", NameProblem.CHARACTERS),
        ("张😀", NameProblem.CHARACTERS),
        ("محمد", NameProblem.CHARACTERS),
        ("דוד", NameProblem.CHARACTERS),
    ],
)
def test_names_are_judged(name: str, problem: NameProblem | None) -> None:
    assert name_problem(name) is problem


CARD = {
    CardField.NAME: ("𠮷三", 30),
    CardField.SEX: ("2", 2),
    CardField.ETHNICITY: ("01", 4),
    CardField.BIRTH_DATE: ("19491231", 16),
    CardField.ADDRESS: ("杭州市下城区某路1号", 70),
    CardField.NUMBER: ("11010519491231002X", 36),
    CardField.ISSUER: ("某公安局", 30),
    CardField.VALID_FROM: ("20200101", 16),
    CardField.VALID_UNTIL: ("20400101", 16),
}


def _card(**other: str) -> bytes:
    texts = {field: (other.get(field.value, text), size) for field, (text, size) in CARD.items()}
    parts = [_padded(text, size) for text, size in texts.values()]
    return b"".join(parts) + _padded("", 36)


def _padded(text: str, size: int) -> bytes:
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw + " ".encode("utf-16-le") * ((size - len(raw)) // 2)


def test_card_record_is_read() -> None:
    card = parse_card_record(_card())
    assert (card.name, card.sex_code, card.ethnicity_code) == ("𠮷三", "2", "01")
    assert card.birth_date == date(1949, 12, 31)
    assert (card.address, card.issuer) == ("杭州市下城区某路1号", "某公安局")
    assert card.number == "11010519491231002X"
    assert (card.valid_from, card.valid_until) == (date(2020, 1, 1), date(2040, 1, 1))


def test_card_without_end_is_valid_for_ever() -> None:
    assert parse_card_record(_card(valid_until="长期")).valid_until is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (CardField.NAME, ""),
        (CardField.NAME, "\ud842"),
        (CardField.SEX, "3"),
        (CardField.ETHNICITY, "x1"),
        (CardField.BIRTH_DATE, "19491331"),
        (CardField.BIRTH_DATE, "1949"),
        (CardField.ADDRESS, ""),
        (CardField.NUMBER, "1234"),
        (CardField.ISSUER, ""),
        (CardField.VALID_FROM, "长期"),
        (CardField.VALID_UNTIL, "20230229"),
    ],
)
def test_card_errors_name_the_field(field: CardField, text: str) -> None:
    with pytest.raises(CardError, match=field.value) as raised:
        parse_card_record(_card(**{field.value: text}))
    assert raised.value.field is field


@given(st.binary(max_size=300))
def test_any_bytes_are_a_card_or_a_card_error(data: bytes) -> None:
    with pytest.raises(CardError):
        parse_card_record(data)
