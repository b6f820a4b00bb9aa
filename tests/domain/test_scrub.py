"""What may leave the station of a log and of the names of files."""

import pytest

from desktop.domain.scrub import file_name, scrubbed, words

HEAD = "2026-11-27 10:42:00,123 ERROR"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{HEAD} desktop.jobs [E-7F3K9Q] a job failed", None),
        (f"{HEAD} pypdf.reader (at pypdf/reader.py:12)", None),
        ("  desktop/jobs.py:52 in _deliver", None),
        ("  desktop/cli/main.py:3 in <module>", None),
        ("builtins.ValueError", None),
        ("builtins.OSError (28)", None),
        ("sqlcipher3.dbapi2.IntegrityError (SQLITE_CONSTRAINT_UNIQUE)", None),
        ("which led to:", None),
        ("", "…"),
        ("赵桂英", "…"),
        ("ValueError: 赵桂英", "…"),
        ("Zhao", "…"),
        (f"{HEAD} pypdf.reader cannot read Zhao", f"{HEAD} pypdf.reader …"),
        (f"{HEAD} desktop.upkeep no 赵桂英 here", f"{HEAD} desktop.upkeep no … here"),
        (f"{HEAD} desktop.x of 13800000000", f"{HEAD} desktop.x of …"),
        (f"{HEAD} desktop.x in /home/zhao/x", f"{HEAD} desktop.x in …"),
        (f"{HEAD} desktop.x 'Zhao' EE123456785CN", f"{HEAD} desktop.x … …"),
        ("  /home/zhao/jobs.py:52 in run", "  jobs.py:52 in run"),
        ("  C:\\Users\\zhao\\jobs.py:52 in run", "  jobs.py:52 in run"),
        ("  /opt/赵桂英:52 in run", "  …:52 in run"),
        ("  desktop/赵桂英/x.py:52 in run", "  desktop/…/x.py:52 in run"),
    ],
)
def test_what_is_not_known_to_be_harmless_is_gone(line: str, left: str | None) -> None:
    assert list(scrubbed([f"{line}\n"])) == [line if left is None else left]


@pytest.mark.parametrize(
    "name",
    [
        "onevisit.db", "onevisit.db-wal", "onevisit.keys", "onevisit.log.3", "settings.toml",
        "onevisit-20261123-100000.backup.db", "onevisit-before-0042-1.db",
        "onevisit-before-0042-1.keys", "backups",
    ],
)  # fmt: skip
def test_names_that_the_program_gives_are_told(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("赵桂英.pdf", "….pdf"), ("onevisit-赵桂英.db", "….db"), ("zhao", "…"), (".zhao", "…"),
        ("a.zhaoguiying", "…"), ("Zhao.PDF", "….pdf"), ("onevisit.赵", "…"),
    ],
)  # fmt: skip
def test_other_names_are_not(name: str, left: str) -> None:
    assert file_name(name) == left


def test_words_keep_what_is_plain() -> None:
    assert words("debian 12") == "debian 12"
    assert words("a/b 123456") == "… …"
