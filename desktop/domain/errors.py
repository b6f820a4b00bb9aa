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
    SUPPLEMENT_OPEN = "supplement_open"
    GUARD_RUNS = "guard_runs"
    EXTENDED_ONCE = "extended_once"
    PAST_TOTAL = "past_total"
    TRACKS_OPEN = "tracks_open"
    TRACK_REFUSED = "track_refused"
    MATERIALS_OWED = "materials_owed"
    SECTION_DECIDES = "section_decides"
    OTHER_SECTION = "other_section"
    AT_SECTION = "at_section"
    NOTHING_LACKS = "nothing_lacks"
    NOT_DEFERRABLE = "not_deferrable"
    DATE_PAST = "date_past"
    DATE_BEFORE_TODAY = "date_before_today"
    COUNT_WRONG = "count_wrong"
    CALENDAR_UNFIT = "calendar_unfit"
    HOURS_UNFIT = "hours_unfit"
    PAPER_UNFIT = "paper_unfit"
    WAYBILL_INVALID = "waybill_invalid"
    WAYBILL_TAKEN = "waybill_taken"
    PARCEL_UNKNOWN = "parcel_unknown"
    HANDS_UNKNOWN = "hands_unknown"
    IDENTITY_UNCHECKED = "identity_unchecked"
    TWO_OFFICERS = "two_officers"
    TWO_AT_SITE = "two_at_site"
    CARRIER_OFF = "carrier_off"
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
    DISK_LOW = "disk_low"
    FOLDER_NETWORK = "folder_network"
    FOLDER_REMOVABLE = "folder_removable"
    FOLDER_SYNCED = "folder_synced"
    FILE_LINKED = "file_linked"
    FILE_HELD = "file_held"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    DISK_FAULT = "disk_fault"
    SAVED_AFTER_ALL = "saved_after_all"
    NOT_SAVED = "not_saved"
    OUTCOME_UNKNOWN = "outcome_unknown"
    DATABASE_NEWER = "database_newer"
    DATABASE_FOREIGN = "database_foreign"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_MISSING = "database_missing"
    DATABASE_EMPTY = "database_empty"
    DATABASE_PLAIN = "database_plain"
    DATABASE_SWAPPED = "database_swapped"
    KEY_UNFIT = "key_unfit"
    KEYS_MISSING = "keys_missing"
    KEYS_DAMAGED = "keys_damaged"
    FENCES_DOWN = "fences_down"
    ROLLED_BACK = "rolled_back"
    AUDIT_BROKEN = "audit_broken"
    RECOVERY_UNFIT = "recovery_unfit"
    TRIES_EXHAUSTED = "tries_exhausted"
    PASSWORD_SAME = "password_same"
    PASSWORD_MUST_CHANGE = "password_must_change"
    SECOND_SAME = "second_same"
    SECOND_UNFIT = "second_unfit"
    SECOND_NEEDED = "second_needed"
    NUMBERS_MISSING = "numbers_missing"
    BACKUP_NONE = "backup_none"
    BACKUP_OLD = "backup_old"
    SPOOL_KEPT = "spool_kept"
    BACKUP_FAILED = "backup_failed"
    BACKUP_UNFIT = "backup_unfit"
    FOLDER_NOT_EMPTY = "folder_not_empty"
    ASKED_ANEW = "asked_anew"
    SEAL_UNFIT = "seal_unfit"
    SLIP_VOID = "slip_void"
    RETENTION_TOO_SHORT = "retention_too_short"
    LIBRARY_OLD = "library_old"
    SETTING_INVALID = "setting_invalid"
    PRINTER_GONE = "printer_gone"
    PRINTER_REFUSED = "printer_refused"
    FILE_UNWRITABLE = "file_unwritable"
    TEMPLATE_CHANGED = "template_changed"
    FILE_UNREADABLE = "file_unreadable"
    TABLE_KIND = "table_kind"
    TABLE_TOO_LARGE = "table_too_large"
    TABLE_TOO_MANY_ROWS = "table_too_many_rows"
    TABLE_TOO_MANY_COLUMNS = "table_too_many_columns"
    TABLE_CELL_TOO_LONG = "table_cell_too_long"
    TABLE_HOLDS_NUL = "table_holds_nul"
    TABLE_ENCODING = "table_encoding"
    TABLE_QUOTE = "table_quote"
    TABLE_EMPTY = "table_empty"
    TABLE_HEADER_EMPTY = "table_header_empty"
    TABLE_HEADER_TWICE = "table_header_twice"
    TABLE_HEADER_ODD = "table_header_odd"
    TABLE_NO_WORKBOOK = "table_no_workbook"
    TABLE_ENCRYPTED = "table_encrypted"
    TABLE_FOREIGN_PART = "table_foreign_part"
    TABLE_BOMB = "table_bomb"
    TABLE_ENTITY = "table_entity"
    TABLE_COLUMN_MISSING = "table_column_missing"
    LIST_AT_FAULT = "list_at_fault"
    NUMBER_TWICE = "number_twice"
    NUMBER_INVALID = "number_invalid"
    SECTION_TOO_LONG = "section_too_long"
    ROLE_UNKNOWN = "role_unknown"
    CELL_BEYOND = "cell_beyond"
    CELL_INVISIBLE = "cell_invisible"
    CELL_ERROR = "cell_error"
    CELL_NUMBER_LOST = "cell_number_lost"
    TIME_UNREADABLE = "time_unreadable"
    TIME_AHEAD = "time_ahead"
    TRACKING_UNREADABLE = "tracking_unreadable"
    CARRIER_ADDRESS = "carrier_address"
    CARRIER_UNREACHABLE = "carrier_unreachable"
    CARRIER_UNTRUSTED = "carrier_untrusted"
    CARRIER_REFUSED = "carrier_refused"
    CARRIER_UNREADABLE = "carrier_unreadable"
    ATTACHMENT_EMPTY = "attachment_empty"
    ATTACHMENT_KIND = "attachment_kind"
    ATTACHMENT_UNKNOWN = "attachment_unknown"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    ATTACHMENT_PIXELS = "attachment_pixels"
    ATTACHMENT_PAGES = "attachment_pages"
    ATTACHMENT_LOCKED = "attachment_locked"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    ATTACHMENT_HEAVY = "attachment_heavy"
    ATTACHMENT_TWICE = "attachment_twice"
    ATTACHMENT_TOO_MANY = "attachment_too_many"
    ATTACHMENT_CHANGED = "attachment_changed"


class Refusal(Exception):
    """A request the program declines: nothing was changed, and the officer is told what to do.

    `trouble` names the sentence, `values` fill it in, `field` is the form field to stand beside.
    """

    def __init__(self, trouble: Trouble, field: str = "", **values: object) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.field = field
        self.values = values


MENDED_BY_RESTORE = frozenset(
    {
        Trouble.DATABASE_FOREIGN,
        Trouble.DATABASE_DAMAGED,
        Trouble.DATABASE_MISSING,
        Trouble.DATABASE_EMPTY,
        Trouble.DATABASE_PLAIN,
        Trouble.DATABASE_SWAPPED,
        Trouble.KEY_UNFIT,
        Trouble.KEYS_MISSING,
        Trouble.KEYS_DAMAGED,
        Trouble.FENCES_DOWN,
        Trouble.AUDIT_BROKEN,
        Trouble.ROLLED_BACK,
        Trouble.DISK_FAULT,
        Trouble.OUTCOME_UNKNOWN,
    }
)
"""Troubles with the records after which a backup is the way on."""
