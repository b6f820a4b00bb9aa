"""The language of the screens: the right words, and no look at the disk for each of them."""

import gettext
import os
from pathlib import Path

import pytest

from desktop.language import speak


@pytest.fixture
def again() -> object:
    """Chinese again afterwards, as every other test expects."""
    yield
    speak("zh_CN")


def test_the_language_can_be_changed(again: object) -> None:
    for language, word in (("zh_CN", "受理"), ("en", "Intake"), ("zh_CN", "受理")):
        speak(language)
        assert gettext.gettext("Intake") == word


def test_a_text_does_not_cost_a_look_at_the_disk(
    again: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak("zh_CN")
    gettext.gettext("Intake")
    monkeypatch.setattr(os.path, "exists", lambda _path: pytest.fail("looked at the disk"))
    assert gettext.gettext("Intake") == "受理"
    assert gettext.gettext("Slips") == "告知单"


def test_a_named_language_is_found_as_ever(again: object) -> None:
    speak("en")
    folder = Path(__file__).parents[1] / "resources" / "locale"
    named = gettext.translation("onevisit", folder, ["zh_CN"])
    assert named.gettext("Intake") == "受理"
