"""Names of areas: as people say them, historic ones too, and never a failure."""

from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services import areas
from desktop.services.areas import area_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330103", "浙江省杭州市下城区"),
        ("330104", "浙江省杭州市江干区"),
        ("330105", "浙江省杭州市拱墅区"),
        ("330100", "浙江省杭州市"),
        ("330101", "浙江省杭州市"),
        ("330000", "浙江省"),
        ("110105", "北京市朝阳区"),
        ("110103", "北京市崇文区"),
        ("110229", "北京市延庆县"),
        ("110000", "北京市"),
        ("120110", "天津市东丽区"),
        ("500236", "重庆市奉节县"),
        ("429004", "湖北省仙桃市"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("341500", "安徽省六安市"),
        ("810000", "香港特别行政区"),
        ("820000", "澳门特别行政区"),
        ("710000", "台湾省"),
        ("830000", None),
        ("000103", None),
        ("330199", None),
        ("911124", None),
        ("33010", None),
        ("３３０１０３", None),
        ("", None),
    ],
)
def test_areas_are_named(code: str, name: str | None) -> None:
    assert area_name(code) == name


@given(st.text(max_size=8))
def test_any_text_is_answered(code: str) -> None:
    assert area_name(code) is None or len(code) == 6


@pytest.fixture
def _fresh_table() -> Iterator[None]:
    areas._table.cache_clear()
    yield
    areas._table.cache_clear()


@pytest.mark.usefixtures("_fresh_table")
@pytest.mark.parametrize("spec", [None, ModuleSpec("stdnum", None, origin=str(Path("/none/x.py")))])
def test_without_the_table_there_are_no_names(
    spec: ModuleSpec | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(areas, "find_spec", lambda _: spec)
    assert area_name("330103") is None
    assert "no area names" in caplog.text
