"""The sentences to read aloud, one card for each topic; the one that was asked is marked."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.enquiries import Topic
from desktop.views.enquiries import said
from desktop.views.parts import card, column, hint, label, restyle, row

SPOKEN = tuple(topic for topic in Topic if topic is not Topic.OTHER)


class Answers(QWidget):
    """What is said of one item; Ctrl+1 to Ctrl+6 or the mouse mark what was asked."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.topic = Topic.BRING
        self._cards: dict[Topic, QFrame] = {}
        self._texts = {topic: label(size="spoken", wrap=True) for topic in SPOKEN}
        place = column(spacing=10, parent=self)
        names = said.topics()
        for number, topic in enumerate(SPOKEN, 1):
            made = card("card")
            made.setObjectName(f"enquiries.topic.{topic}")
            self._texts[topic].setObjectName(f"enquiries.said.{topic}")
            head = label(names[topic], size="hint", strong=True)
            head.setFixedWidth(72)
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            line = row(head, self._texts[topic], margins=(16, 10, 16, 10), spacing=12, parent=made)
            line.setStretch(1, 1)
            made.installEventFilter(self)
            hint(made, f"Ctrl+{number}")
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(partial(self.choose, topic))
            self._cards[topic] = made
            place.addWidget(made)
        place.addStretch(1)
        self.choose(Topic.BRING)

    def show_item(self, told: Mapping[Topic, str]) -> None:
        """Say what is said of another item."""
        for topic, text in self._texts.items():
            text.setText(told[topic])
        self.choose(Topic.BRING)

    def choose(self, topic: Topic) -> None:
        """Mark what was asked."""
        self.topic = topic
        for each, made in self._cards.items():
            restyle(made, surface="soft" if each is topic else "card")
        self.chosen.emit(topic)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click marks, too."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.choose(next(topic for topic, made in self._cards.items() if made is watched))
        return super().eventFilter(watched, event)
