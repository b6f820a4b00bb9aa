"""Attachments of a case or of an intake: their part of a screen, and the sheets it opens."""

from desktop.views.attachments.part import AttachmentsPart

__all__ = ["AttachmentsPart"]
