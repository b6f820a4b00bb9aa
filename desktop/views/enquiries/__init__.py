"""The enquiry desk: an answer to read aloud, the question noted in two keys, calls to be made."""

from desktop.views.enquiries.screen import EnquiriesScreen

__all__ = ["EnquiriesScreen"]
