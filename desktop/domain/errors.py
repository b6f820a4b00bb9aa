"""The one family of errors an officer reads: a key, values to fill in, the field at fault."""

from enum import StrEnum


class Trouble(StrEnum):
    """Every refusal by name; the views hold one sentence for each, with what to do next."""

    WRONG_PASSWORD = "wrong_password"
    PASSWORD_TOO_SHORT = "password_too_short"
    FIELD_EMPTY = "field_empty"
    NUMBER_TAKEN = "number_taken"
    CODE_INVALID = "code_invalid"
    PREFIX_INVALID = "prefix_invalid"
    NOT_ALLOWED = "not_allowed"
    ALREADY_SET_UP = "already_set_up"
    NOT_FOUND = "not_found"
    CHANGED_MEANWHILE = "changed_meanwhile"
    ILLEGAL_MOVE = "illegal_move"
    WAYBILL_INVALID = "waybill_invalid"
    WAYBILL_TAKEN = "waybill_taken"
    CONSENT_MISSING = "consent_missing"
    NAME_INVALID = "name_invalid"
    IDENTITY_INVALID = "identity_invalid"
    ITEM_MISSING = "item_missing"
    REASON_MISSING = "reason_missing"
    FLAG_OPEN = "flag_open"
    LINES_OPEN = "lines_open"
    SIGNATURE_MISSING = "signature_missing"
    TEXT_CHANGED = "text_changed"
    MATERIAL_MISSING = "material_missing"
    GLYPH_MISSING = "glyph_missing"
    CATALOGUE_BROKEN = "catalogue_broken"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    DATABASE_NEWER = "database_newer"
    DATABASE_FOREIGN = "database_foreign"
    DATABASE_DAMAGED = "database_damaged"
    LIBRARY_OLD = "library_old"
    SETTING_INVALID = "setting_invalid"
    PRINTER_GONE = "printer_gone"
    PRINTER_REFUSED = "printer_refused"
    FILE_UNWRITABLE = "file_unwritable"


class Refusal(Exception):
    """A request the program declines: nothing was changed, and the officer is told what to do.

    `trouble` names the sentence, `values` fill it in, `field` is the form field to stand beside.
    """

    def __init__(self, trouble: Trouble, field: str = "", **values: object) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.field = field
        self.values = values
