"""The settings of one PC: written whole, read back, and every mistake named."""

import dataclasses
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from desktop.domain.errors import Refusal, Trouble
from desktop.settings import CHOICES, FILE, Settings, database_file, home, load, save
from tests.spoilt import outcome


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    assert load(tmp_path / "no-such-folder") == Settings()


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    chosen = Settings(
        language="en",
        theme="dark",
        scale=150,
        dense=True,
        window='3号"窗口"\\',
        printers={"slip": "前台打印机", "guide": ""},
        margins={"slip": [1.5, -2.0]},
        waybill_prefixes=("10", "23"),
    )
    folder = tmp_path / "deep" / "home"
    save(folder, chosen)
    assert load(folder) == chosen
    save(folder, Settings())
    assert load(folder) == Settings()
    assert [each.name for each in folder.iterdir()] == [FILE]


def test_a_file_may_hold_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('theme = "dark"\n')
    assert load(tmp_path) == dataclasses.replace(Settings(), theme="dark")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('colour = "red"', "colour"),
        ('theme = "pink"', "theme"),
        ("theme = 3", "theme"),
        ("scale = 110", "scale"),
        ('scale = "100"', "scale"),
        ("dense = 1", "dense"),
        ('language = "de"', "language"),
        ("window = []", "window"),
        ('printers = "x"', "printers"),
        ('waybill_prefixes = "10"', "waybill_prefixes"),
        ("waybill_prefixes = [10]", "waybill_prefixes"),
        ('waybill_prefixes = ["1x"]', "waybill_prefixes"),
        ("printers = {slip = 1}", "printers"),
        ("margins = {slip = [1]}", "margins"),
        ('margins = {slip = ["1", 2]}', "margins"),
        ("theme = ", FILE),
        ("= 3", FILE),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert refused.value.trouble is Trouble.SETTING_INVALID
    assert refused.value.values["key"] == key


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'window = "\xff"')
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert refused.value.values["key"] == FILE


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in CHOICES.items() for value in values]
)
def test_every_choice_is_kept(tmp_path: Path, key: str, value: Any) -> None:
    save(tmp_path, dataclasses.replace(Settings(), **{key: value}))
    assert getattr(load(tmp_path), key) == value


def test_every_setting_has_a_sentence() -> None:
    told = Settings.__doc__ or ""
    for field in dataclasses.fields(Settings):
        assert f"{field.name}: " in told


@pytest.mark.parametrize("named", ["", "some/folder"])
def test_where_a_pc_keeps_its_data(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEVISIT_HOME", named)
    assert home().name == ("folder" if named else "onevisit")
    assert database_file(home()).name == "onevisit.db"


TOML = {
    'theme = "dark"\n', "scale = 125", "scale = true", "margins = {slip = [nan, 1]}", "window = 3",
    'waybill_prefixes = ["²"]', "printers = {slip = 1}", 'language = "zh_CN"\nlanguage = "en"',
    "margins = {slip = [1e300, 0]}", "dense = 1", "a.b.c = 1", "window = 'x'", "[window]",
}  # fmt: skip


@hypothesis.settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80) | st.sampled_from(sorted(TOML)))
@example("a = " + "[" * 20_000)
def test_any_file_gives_settings_or_a_refusal(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_bytes(text.encode(errors="replace"))
    read = outcome(load, tmp_path, Refusal)
    if isinstance(read, Refusal):
        assert read.trouble is Trouble.SETTING_INVALID
        assert set(read.values) == {"key", "problem"}
    else:
        save(tmp_path, read)
        assert load(tmp_path) == read
