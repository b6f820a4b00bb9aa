"""The settings of one PC: written whole, read back, and every mistake named."""

import dataclasses
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from desktop.domain.errors import Refusal, Trouble
from desktop.settings import (
    CHOICES,
    FILE,
    STAYS,
    Layer,
    Settings,
    database_file,
    home,
    joined,
    layers,
    load,
    portable,
    save,
    wrong,
)
from tests.commands import at_home
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


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's file, for all its users."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setenv("ONEVISIT_MACHINE", str(folder))
    return folder / FILE


def test_the_user_s_word_counts_more_than_the_machine_s_and_less_than_the_environment_s(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write_text('theme = "dark"\nscale = 150\nidle_minutes = 10\n')
    save(tmp_path, dataclasses.replace(load(tmp_path), scale=200))
    assert (tmp_path / FILE).read_text() == "scale = 200\n"
    monkeypatch.setenv("ONEVISIT_IDLE_MINUTES", "3")
    monkeypatch.setenv("ONEVISIT_WAYBILL_PREFIXES", '["10"]')
    monkeypatch.setenv("ONEVISIT_WINDOW", "3 号")
    wanted = Settings(
        theme="dark", scale=200, idle_minutes=3, waybill_prefixes=("10",), window="3 号"
    )
    assert load(tmp_path) == wanted
    assert [layer for _, layer in layers(tmp_path)] == [*Layer][1:]


def test_what_it_changes_for_the_machine_arrives_where_the_user_said_nothing(
    tmp_path: Path, machine: Path
) -> None:
    machine.write_text('theme = "dark"\n')
    save(tmp_path, dataclasses.replace(load(tmp_path), scale=150))
    machine.write_text('theme = "system"\nbackup_folder = "/mnt/backup"\n')
    assert load(tmp_path) == Settings(theme="system", scale=150, backup_folder="/mnt/backup")


def test_the_environment_is_never_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, Settings(theme="dark"))
    monkeypatch.setenv("ONEVISIT_THEME", "system")
    save(tmp_path, dataclasses.replace(load(tmp_path), scale=150))
    monkeypatch.delenv("ONEVISIT_THEME")
    assert load(tmp_path) == Settings(theme="dark", scale=150)


def test_settings_of_another_pc_come_over_by_kind_of_paper() -> None:
    ours = Settings(window="1 号", printers={"slip": "a", "list": "b"})
    theirs = portable(Settings(theme="dark", printers={"slip": "c"}, waybill_prefixes=("10",)))
    assert wrong(theirs) == {}
    assert not set(STAYS) & set(theirs)
    assert joined(ours, theirs) == dataclasses.replace(
        ours, theme="dark", printers={"slip": "c", "list": "b"}, waybill_prefixes=("10",)
    )
    assert joined(ours, {}) == ours
    bad = {"theme": "pink", "window": "2", "colour": 1, "margins": [], "idle_minutes": True}
    assert set(wrong(bad)) == set(bad)


@pytest.mark.parametrize(
    ("key", "value"), [("SCALE", "110"), ("DENSE", "yes"), ("PRINTERS", "{"), ("THEME", "pink")]
)
def test_a_mistake_in_the_environment_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(f"ONEVISIT_{key}", value)
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert refused.value.values["key"] == key.lower()


def test_a_mistake_of_the_machine_is_named(tmp_path: Path, machine: Path) -> None:
    machine.write_text('colour = "red"\n')
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert refused.value.values["key"] == "colour"


def test_it_reads_them_on_the_command_line(home: Path) -> None:
    save(home, Settings(theme="dark"))
    told = at_home(home)("settings", "list", "--json")
    assert told.code == 0
    rows = {row["setting"]: row for row in told.data}
    assert list(rows) == [row.name for row in dataclasses.fields(Settings)]
    assert (rows["theme"]["value"], rows["theme"]["from"]) == ("dark", "user")
    assert rows["scale"] == {
        "setting": "scale", "value": 100, "from": "default", "type": "number", "default": 100,
        "choices": [100, 125, 150, 175, 200],
        "what": "size of everything on screen in percent, 100 to 200.",
    }  # fmt: skip
    (home / FILE).write_text("colour = 1\n")
    assert at_home(home)("settings", "list").code == 1


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
