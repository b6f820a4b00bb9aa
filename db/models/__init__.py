"""The tables, typed, one room for each kind of record."""

from db.models.base import Base
from db.models.cases import (
    Case,
    CaseEvent,
    CaseExtension,
    CaseFlag,
    CaseItem,
    CasePause,
    Owed,
    Supplement,
    SupplementLine,
    Visit,
)
from db.models.chain import Audit
from db.models.day import DayClose, DayGap, Enquiry, Lack, Review, SavedFilter, Scan
from db.models.deliveries import (
    Delivery,
    DeliveryEvent,
    DoorVisit,
    HandedOut,
    Parcel,
    Posting,
    StatusFile,
)
from db.models.joint import HandOver, HandOverLine, Inspection, Track
from db.models.papers import Attachment, Blob, CasePaper, PaperWords, Print, Slip
from db.models.station import CalendarYear, Counter, Draft, Edition, Officer, Station

__all__ = [
    "Attachment",
    "Audit",
    "Base",
    "Blob",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseExtension",
    "CaseFlag",
    "CaseItem",
    "CasePaper",
    "CasePause",
    "Counter",
    "DayClose",
    "DayGap",
    "Delivery",
    "DeliveryEvent",
    "DoorVisit",
    "Draft",
    "Edition",
    "Enquiry",
    "HandOver",
    "HandOverLine",
    "HandedOut",
    "Inspection",
    "Lack",
    "Officer",
    "Owed",
    "PaperWords",
    "Parcel",
    "Posting",
    "Print",
    "Review",
    "SavedFilter",
    "Scan",
    "Slip",
    "Station",
    "StatusFile",
    "Supplement",
    "SupplementLine",
    "Track",
    "Visit",
]
