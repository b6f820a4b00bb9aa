"""What a screen works with at a counter where somebody is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refusal
from desktop.domain.law import Law
from desktop.domain.notice import Template
from desktop.domain.officers import Clerk
from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.papers import PaperContent
from desktop.domain.printing import Paper
from desktop.domain.training import of_training
from desktop.jobs import Job, Jobs
from desktop.services.catalogue import Shelf
from desktop.services.paper_templates import shipped_law, shipped_template
from desktop.services.papers import Press
from desktop.services.seals import Seal
from desktop.services.search import Index
from desktop.services.station import StationFacts
from desktop.settings import Settings
from desktop.views.ports.hub import Ports


class Tone(StrEnum):
    """How a message is meant; each has its shape and colour."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Message:
    """One line for the bar: what happened and, if there is one, the next act as a button."""

    text: str
    tone: Tone = Tone.PLAIN
    action: str = ""
    act: Callable[[], None] | None = None


class Bar(QObject):
    """Where screens leave messages; the frame shows the latest."""

    told = Signal(object)

    def tell(self, text: str, tone: Tone = Tone.PLAIN, action: str = "", act: Any = None) -> None:
        """Show one line until the next act."""
        self.told.emit(Message(text, tone, action, act))


class ThisPC:
    """The settings of this PC as they are now, and its devices.

    `kept_by` names who writes changed settings down.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ports = Ports()
        self._keep: Callable[[Settings], None] | None = None

    def kept_by(self, keep: Callable[[Settings], None]) -> None:
        """From now on changed settings are given to `keep`."""
        self._keep = keep

    def change(self, settings: Settings) -> None:
        """Work with other settings from now on; nothing changes where they cannot be kept."""
        if self._keep is not None:
            self._keep(settings)
        self.settings = settings
        self.ports.settings_changed.emit()


@dataclass(frozen=True, slots=True)
class Desk:
    """The signed-in clerk with everything an act needs.

    `now` is the one clock, with its zone; `faults` are mistakes in new catalogue files.
    """

    jobs: Jobs
    clerk: Clerk
    now: Callable[[], datetime]
    shelf: Shelf
    index: Index
    template: Template
    station: StationFacts
    pc: ThisPC
    bar: Bar
    faults: tuple[str, ...]
    seal: Seal | None = None
    law: Law = field(default_factory=shipped_law)

    @property
    def settings(self) -> Settings:
        """The settings of this PC, with what was changed since signing in."""
        return self.pc.settings

    @property
    def training(self) -> bool:
        """Whether these are made-up records, and nothing of them leaves this PC."""
        return of_training(self.station.code)

    @property
    def press(self) -> Press:
        """What official papers are made with at this window."""
        window = self.station.window
        return Press(self.shelf, self.template, shipped_template, self.law, _render, window)

    def ask(self, service: Callable[..., Any], *values: Any, done: Callable[[Any], None]) -> Job:
        """Put a question `service(session, *values)`; the answer goes to `done`."""
        return self.jobs.ask(partial(_called, service, values), done)

    def study(
        self,
        service: Callable[..., Any],
        *values: Any,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Put a question that takes long, without holding up what others ask."""
        return self.jobs.study(partial(_called, service, values), done, refused)

    def look(
        self,
        service: Callable[..., Any],
        *values: Any,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Open a record by `service(session, clerk, now, *values)`, which leaves a trace."""
        bound = (self.clerk, self.now(), *values)
        return self.jobs.look(partial(_called, service, bound), done, refused)

    def act(
        self,
        service: Callable[..., Any],
        *values: Any,
        done: Callable[[Any], None],
        changes: tuple[str, ...] = (),
        refused: Callable[[Refusal], None] | None = None,
    ) -> Job:
        """Do `service(session, clerk, now, *values)` as one transaction."""
        bound = (self.clerk, self.now(), *values)
        return self.jobs.act(partial(_called, service, bound), done, *changes, refused=refused)


def _render(content: PaperContent, template: PaperTemplate) -> Paper:
    """The PDF of an official paper; what draws it is imported when the first one is made."""
    from desktop.printing.papers import render_paper

    return render_paper(content, template)


def _called(service: Callable[..., Any], values: tuple[Any, ...], session: Any) -> Any:
    return service(session, *values)
