"""One sentence for every refusal, with what to do next."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from desktop.domain.errors import Trouble
from desktop.troubles_of_records import of_records


class _Blank(dict[str, Any]):
    """What fills a sentence in: a question mark for what nobody told."""

    def __missing__(self, _key: str) -> str:
        return "?"


def sentence(trouble: Trouble, values: Mapping[str, Any]) -> str:
    """The sentence of a refusal, filled in as far as its values go."""
    return troubles()[trouble].format_map(_Blank(values))


def troubles() -> dict[Trouble, str]:
    """One sentence for every refusal."""
    return {
        Trouble.WRONG_PASSWORD: _("Number or password is not right. Type the password again."),
        Trouble.PASSWORD_TOO_SHORT: _("The password needs at least {least} characters."),
        Trouble.FIELD_EMPTY: _("Please fill this in."),
        Trouble.NUMBER_TAKEN: _("An officer with number {number} exists already."),
        Trouble.CODE_INVALID: _("Only letters and digits; the code begins every slip number."),
        Trouble.PREFIX_INVALID: _("Digits only, separated by spaces, such as 3301."),
        Trouble.NOT_ALLOWED: _("Your account may not do this. Ask your supervisor."),
        Trouble.ALREADY_SET_UP: _("This station is set up already. Please sign in."),
        Trouble.NOT_FOUND: _("This record is not there any more. Load the list again."),
        Trouble.CHANGED_MEANWHILE: _(
            "Somebody changed this case meanwhile. It is shown anew; please look and repeat."
        ),
        Trouble.ILLEGAL_MOVE: _("This step is not possible from where the case stands now."),
        Trouble.SUPPLEMENT_OPEN: _("Not there yet, though asked for: {names}."),
        Trouble.GUARD_RUNS: _("The five days for telling what is missing are not over yet."),
        Trouble.EXTENDED_ONCE: _("This limit was extended once; the law allows no second time."),
        Trouble.PAST_TOTAL: _(
            "The whole case ends on {day}; extend that first, or give fewer days."
        ),
        Trouble.TRACKS_OPEN: _("Opinions are missing from: {names}."),
        Trouble.TRACK_REFUSED: _("Not agreed: {names}. The case can only be refused."),
        Trouble.MATERIALS_OWED: _("Promised, but not brought yet: {names}."),
        Trouble.SECTION_DECIDES: _("{names} decides. Put the case on a hand-over list first."),
        Trouble.OTHER_SECTION: _("The case lies with {names}; only officers there take this step."),
        Trouble.AT_SECTION: _("The case lies with {names}. Take it back by a hand-over list."),
        Trouble.NOTHING_LACKS: _("Nothing is missing; the matter can be accepted."),
        Trouble.NOT_DEFERRABLE: _("This cannot follow later: {names}."),
        Trouble.ADDRESS_INVALID: _(
            "Enter an address that begins with https:// and names a folder, or leave it empty."
        ),
        Trouble.STOPPED: _("Stopped; nothing was written."),
        Trouble.REVIEW_OPEN: _("This is open for the case already; wait for the answer or end it."),
        Trouble.OFFICER_UNFIT: _("Choose an officer who serves visitors and has an account."),
        Trouble.OFFICER_SAME: _("The case is with this officer already."),
        Trouble.DAY_CLOSED: _("This day is closed; what changes now shows as changed after it."),
        Trouble.DAY_TO_COME: _("A day to come cannot be closed."),
        Trouble.GAPS_OPEN: _("Explain or carry over first: {count} gaps of this day are open."),
        Trouble.DATE_PAST: _("Choose a day that is still to come."),
        Trouble.DATE_BEFORE_TODAY: _("Choose today or a later day."),
        Trouble.COUNT_WRONG: _("Enter a whole number from 1 to {most}."),
        Trouble.CALENDAR_UNFIT: _(
            "This is not a year's announcement: {place} {problem}. Nothing was changed."
        ),
        Trouble.HOURS_UNFIT: _(
            "“{line}” does not fit: write hours like 08:30-12:00, in order, none over another."
        ),
        Trouble.CATALOGUE_UNFIT: _("This draft cannot count yet: {problem}. Mend it first."),
        Trouble.NOTHING_CHANGED: _(
            "The draft says the same as the edition in use. Change it first."
        ),
        Trouble.PAPER_UNFIT: _(
            "The template of this paper has a mistake ({problem}). Nothing was stored; have IT "
            "correct it."
        ),
        Trouble.WAYBILL_INVALID: _("This is not a waybill number."),
        Trouble.WAYBILL_TAKEN: _("Waybill {number} belongs to another parcel. Scan it again."),
        Trouble.PARCEL_UNKNOWN: _("No parcel of this station bears the number {number}."),
        Trouble.HANDS_UNKNOWN: _("Say into whose hands it comes: use the form for handing over."),
        Trouble.IDENTITY_UNCHECKED: _("Look at the receiver's document and tick that it fits."),
        Trouble.TWO_OFFICERS: _("Two officers go to the door. Name two different ones."),
        Trouble.TWO_AT_SITE: _(
            "A site is looked at by two officers or more. Name them, with a space between."
        ),
        Trouble.CARRIER_OFF: _("Asking the carrier is switched off. Settings turns it on."),
        Trouble.CONSENT_MISSING: _("Ask whether the visitor agrees to courier delivery and tick."),
        Trouble.NAME_INVALID: _("Please check the name."),
        Trouble.IDENTITY_INVALID: _("Please check the number."),
        Trouble.ITEM_MISSING: _("Choose at least one item."),
        Trouble.REASON_MISSING: _("Write down the reason."),
        Trouble.FLAG_OPEN: _("Look at every special case and confirm it."),
        Trouble.LINES_OPEN: _("{count} lines are not explained yet."),
        Trouble.SIGNATURE_MISSING: _("The signature is missing. Let the visitor sign."),
        Trouble.TEXT_CHANGED: _(
            "The text changed after signing. Please let the visitor sign again."
        ),
        Trouble.MATERIAL_MISSING: _("Not there or not looked at yet: {name}"),
        Trouble.GLYPH_MISSING: _("The character “{character}” ({code}) is in none of our fonts."),
        Trouble.TEMPLATE_CHANGED: _(
            "The paper's template ({file}) is not as it was signed. Have IT install the program "
            "anew; no slip can be made before."
        ),
        Trouble.CATALOGUE_BROKEN: _("The new catalogue has mistakes; the old one stays in use."),
        **of_records(),
        Trouble.TRIES_EXHAUSTED: _(
            "Too many wrong tries under this number. Try again in {minutes} min, or ask the "
            "administrator for a new first password."
        ),
        Trouble.PASSWORD_SAME: _("The new password must differ from the old one."),
        Trouble.PASSWORD_MUST_CHANGE: _("Please choose a password of your own first."),
        Trouble.SECOND_SAME: _("The second person must be somebody else than you."),
        Trouble.SECOND_UNFIT: _(
            "This takes a supervisor or an administrator as the second person."
        ),
        Trouble.SECOND_NEEDED: _("This takes a second person. Ask a supervisor to the window."),
        Trouble.NUMBERS_MISSING: _(
            "Slips are missing that were issued: {numbers}. Somebody has taken records out; "
            "restore a backup and tell IT."
        ),
        Trouble.TRAINING_RECORDS: _(
            "These are the records of a training. They are opened by onevisit training only; put "
            "the station's own records here."
        ),
        Trouble.TRAINING_ONLY: _(
            "These are a station's real records. A training opens only its own; put them back "
            "where they were."
        ),
        Trouble.TRAINING_CODE: _(
            "Codes that begin with TRAIN belong to the training; choose another."
        ),
        Trouble.TRAINING_OFF: _(
            "Not in the training: its records are made up, and stay on this PC. Nothing was done."
        ),
        Trouble.DEVICE_MISSING: _("A device is set that is not there ({what})."),
        Trouble.BACKUP_NONE: _("There is no backup in {what}. Make one today."),
        Trouble.BACKUP_OLD: _("The last good backup is {days} days old. Make one today."),
        Trouble.SPOOL_KEPT: _(
            "The print service keeps what was printed. IT sets PreserveJobFiles No in cupsd.conf."
        ),
        Trouble.BACKUP_FAILED: _(
            "The backup was not made: {problem}. Older backups are as they were."
        ),
        Trouble.BACKUP_UNFIT: _("This is not a backup that can be restored: {problem}."),
        Trouble.FOLDER_NOT_EMPTY: _("Choose an empty folder; in {folder} there is something."),
        Trouble.ASKED_ANEW: _(
            "No earlier slip in this matter asked for: {materials}. Everything is told at once; "
            "to ask for it now a supervisor has to answer for it, too."
        ),
        Trouble.SEAL_UNFIT: _(
            "This certificate cannot seal slips ({problem}). Check file and password, or ask who "
            "issued it."
        ),
        Trouble.SLIP_VOID: _("This slip is void: it is neither printed nor changed any more."),
        Trouble.RETENTION_TOO_SHORT: _("This kind of record is kept for {least} days at least."),
        Trouble.LIBRARY_OLD: _("The database library {version} is too old to be safe; call IT."),
        Trouble.SETTING_INVALID: _("settings.toml: “{key}” is not right ({problem}). Correct it."),
        Trouble.SETTINGS_CHANGED: _(
            "Settings here changed since the file was looked at. Nothing was taken over; look "
            "again."
        ),
        Trouble.PRINTER_GONE: _(
            "Printer “{printer}” is not there. The slip is kept; choose another."
        ),
        Trouble.PRINTER_REFUSED: _(
            "Printer “{printer}” takes no jobs. The slip is kept; check it."
        ),
        Trouble.FILE_UNWRITABLE: _("The file cannot be written there. Choose another folder."),
        **table_troubles(),
        **carrier_troubles(),
        **attachment_troubles(),
    }


def table_troubles() -> dict[Trouble, str]:
    """One sentence for everything that can be wrong with a table somebody hands in."""
    return {
        Trouble.FILE_UNREADABLE: _("The file cannot be read. Choose it again or copy it here."),
        Trouble.TABLE_KIND: _("Only .csv and .xlsx are read. Save the list as one of them."),
        Trouble.TABLE_TOO_LARGE: _("The file is larger than {most} MB. Divide the list."),
        Trouble.TABLE_TOO_MANY_ROWS: _("The list has more than {most} rows. Divide it."),
        Trouble.TABLE_TOO_MANY_COLUMNS: _(
            "The list has more than {most} columns. Delete the others."
        ),
        Trouble.TABLE_CELL_TOO_LONG: _(
            "Row {row} has a cell of more than {most} characters. Shorten it."
        ),
        Trouble.TABLE_HOLDS_NUL: _("Row {row} holds a zero byte; this is no text. Save it anew."),
        Trouble.TABLE_ENCODING: _(
            "Line {row} is written in another encoding. Choose the other one, or save it anew."
        ),
        Trouble.TABLE_QUOTE: _("Row {row}: a quotation mark is not closed or stands in a cell."),
        Trouble.TABLE_EMPTY: _("There is nothing in the list. Its first row names the columns."),
        Trouble.TABLE_HEADER_EMPTY: _("Column {column} has no name in the first row. Name it."),
        Trouble.TABLE_HEADER_TWICE: _("Two columns are called “{name}”. Rename or delete one."),
        Trouble.TABLE_HEADER_ODD: _("The name of column {column} cannot be read. Type it anew."),
        Trouble.TABLE_NO_WORKBOOK: _("This is no whole workbook. Open it and save it anew."),
        Trouble.TABLE_ENCRYPTED: _(
            "The workbook has a password or is of the old kind. Save it as .xlsx without one."
        ),
        Trouble.TABLE_FOREIGN_PART: _(
            "The workbook holds a part that belongs in none ({name}). It was not opened."
        ),
        Trouble.TABLE_BOMB: _("The workbook unpacks to far too much. It was not opened."),
        Trouble.TABLE_ENTITY: _("The workbook calls for other files. It was not opened."),
        Trouble.TABLE_COLUMN_MISSING: _("The list has no column “{name}”. Add it."),
        Trouble.LIST_AT_FAULT: _("The list has mistakes; nothing was stored. Mend it first."),
        Trouble.NUMBER_TWICE: _("This number stands in row {row} already."),
        Trouble.SECTION_TOO_LONG: _("A section's name has at most {most} characters."),
        Trouble.NUMBER_INVALID: _("A number has at most 20 letters and digits."),
        Trouble.ROLE_UNKNOWN: _("There is no role “{text}”."),
        Trouble.CELL_BEYOND: _("Something stands beyond the last named column."),
        Trouble.CELL_INVISIBLE: _("An invisible character ({code}); type the cell anew."),
        Trouble.CELL_ERROR: _("The sheet shows an error here ({text})."),
        Trouble.CELL_NUMBER_LOST: _("Too long for a number ({text}); format the cell as text."),
    }


def carrier_troubles() -> dict[Trouble, str]:
    """One sentence for everything that can be wrong with what a carrier tells."""
    return {
        Trouble.TIME_UNREADABLE: _("This is no time ({text}); it reads like 2026-11-23 10:05."),
        Trouble.TIME_AHEAD: _("This time is still to come ({text}). Look at the file."),
        Trouble.TRACKING_UNREADABLE: _(
            "This is no whole answer of the carrier's service (see {place}). Nothing was stored; "
            "save it again."
        ),
        Trouble.CARRIER_ADDRESS: _(
            "The address of the carrier's service has to begin with https://. Correct it in the "
            "settings."
        ),
        Trouble.CARRIER_UNREACHABLE: _(
            "The carrier's service ({host}) gives no answer. Nothing was changed; try again later, "
            "or bring in a file."
        ),
        Trouble.CARRIER_UNTRUSTED: _(
            "{host} does not prove that it is the carrier's service. No number was sent to it; "
            "tell IT."
        ),
        Trouble.CARRIER_REFUSED: _(
            "The carrier's service refuses ({code}): “{words}”. Nothing was changed; check number "
            "and account."
        ),
        Trouble.CARRIER_UNREADABLE: _(
            "What the carrier's service answered cannot be used ({problem}). Nothing was changed; "
            "try again later, or bring in a file."
        ),
    }


def attachment_troubles() -> dict[Trouble, str]:
    """One sentence for everything that can be wrong with a file somebody attaches."""
    return {
        Trouble.ATTACHMENT_EMPTY: _("The file is empty. Copy it again or scan the paper anew."),
        Trouble.ATTACHMENT_KIND: _(
            "This is {kind}; JPEG, PNG and PDF are taken. Save it as one of them, or take a "
            "picture of the paper here."
        ),
        Trouble.ATTACHMENT_UNKNOWN: _(
            "This is no JPEG, PNG or PDF, whatever its name says. Scan the paper anew or take a "
            "picture of it here."
        ),
        Trouble.ATTACHMENT_TOO_LARGE: _(
            "The file is larger than {most} MB. Scan it with fewer dots per inch, or in parts."
        ),
        Trouble.ATTACHMENT_PIXELS: _(
            "The picture has more than {most} million dots. Take it again with a smaller setting."
        ),
        Trouble.ATTACHMENT_PAGES: _(
            "The PDF has more than {most} pages. Divide it and attach the parts."
        ),
        Trouble.ATTACHMENT_LOCKED: _(
            "The PDF opens with a password only. Ask for a copy without one, or scan the paper."
        ),
        Trouble.ATTACHMENT_DAMAGED: _(
            "The file is damaged or was cut off. Copy it again or scan the paper anew."
        ),
        Trouble.ATTACHMENT_HEAVY: _(
            "The file takes far too much time or memory to open and was not attached. Scan the "
            "paper anew."
        ),
        Trouble.ATTACHMENT_TWICE: _("The same file is attached to this material already."),
        Trouble.ATTACHMENT_TOO_MANY: _(
            "No more than {most} files belong here. Remove what is not needed, or put pages into "
            "one PDF."
        ),
        Trouble.ATTACHMENT_CHANGED: _(
            "The stored file is not as it was attached. It is not opened; tell IT."
        ),
    }
