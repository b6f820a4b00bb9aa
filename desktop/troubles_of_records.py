"""The sentences of what goes wrong with the records: disk, file, keys, chain, server, upgrade."""

from gettext import gettext as _

from desktop.domain.errors import Trouble


def of_records() -> dict[Trouble, str]:
    """One sentence for every such refusal."""
    return {
        Trouble.DISK_FULL: _("The disk is full. Nothing was saved or printed; free some space."),
        Trouble.DISK_LOW: _(
            "Less than 200 MB are free where {what} lies. Nothing more is written until there is "
            "room; free some."
        ),
        Trouble.FOLDER_NETWORK: _(
            "The records would lie on a network drive ({what}), where they get damaged. "
            "Choose a folder on this PC's own disk."
        ),
        Trouble.FOLDER_REMOVABLE: _(
            "The records would lie on a disk that can be pulled out ({what}). "
            "Choose a folder on this PC's own disk."
        ),
        Trouble.FOLDER_SYNCED: _(
            "The records would lie in a folder that a cloud service copies ({what}). "
            "Choose another folder on this PC's own disk."
        ),
        Trouble.FILE_LINKED: _(
            "The file of the records ({what}) is a link or has a second name, which can part it "
            "from its changes. Remove the link; call IT."
        ),
        Trouble.FILE_HELD: _(
            "Another part of this program holds the records ({what}) already. Start it again."
        ),
        Trouble.READ_ONLY: _("The data folder cannot be written. Nothing was saved; call IT."),
        Trouble.LOCKED: _("Another window is saving just now. Nothing is lost; try again."),
        Trouble.DISK_FAULT: _(
            "The disk reported an error. Nothing is lost on screen; try again, and tell IT."
        ),
        Trouble.SAVED_AFTER_ALL: _(
            "The disk reported an error, but this step was saved. Load the list again; tell IT."
        ),
        Trouble.NOT_SAVED: _(
            "The disk reported an error and this step was not saved. Do it again; tell IT."
        ),
        Trouble.OUTCOME_UNKNOWN: _(
            "The disk fails: nobody can tell whether this step was saved. Nothing more is written; "
            "start the program again and look the record up before doing it once more."
        ),
        Trouble.SERVER_LOST: _(
            "The server with the records cannot be reached. What you typed stays; nothing is "
            "written until it is back, which is told here. Serve by paper meanwhile and tell IT."
        ),
        Trouble.SERVER_LOST_SAVING: _(
            "The server was lost while saving. What you typed stays; whether it was saved is told "
            "here as soon as the server is back. Do not do it again before."
        ),
        Trouble.SERVER_DOUBT: _(
            "The server was lost while saving. Look whether it was saved before you do it again."
        ),
        Trouble.SERVER_IN_USE: _(
            "The program is still open at a counter. Close it everywhere and try again."
        ),
        Trouble.RECORDS_MOVED: _(
            "These records were moved to another place. IT sets that place on this PC."
        ),
        Trouble.STORED_MEANWHILE: _(
            "The server is back: the step it was lost in was saved. Load the list; do not repeat."
        ),
        Trouble.UNSTORED_MEANWHILE: _(
            "The server is back: the step it was lost in was not saved. Please do it again."
        ),
        Trouble.SERVER_UNPREPARED: _("The server is not ready for these records. IT runs: {told}"),
        Trouble.SERVER_OLDER: _(
            "The records on the server are of an older version ({revision}). IT brings them up "
            "first: onevisit server prepare. They were left untouched."
        ),
        Trouble.SERVER_OPEN: _("There are records already where these shall go: {where}."),
        Trouble.SERVER_KEEPS: _(
            "The records lie on a server; its backups are made and restored there, by IT."
        ),
        Trouble.DATABASE_NEWER: _(
            "The data was written by a newer program. Install that version on this PC; "
            "the data was left untouched."
        ),
        Trouble.DATABASE_OLDER: _(
            "The records still have the shape of an earlier program. Open the window and sign in "
            "once: that brings them up to date and keeps a copy of before."
        ),
        Trouble.UPGRADE_FAILED: _(
            "The records could not be brought up to date for this program ({problem}) and are as "
            "they were before; nothing is lost. Have IT install the earlier version again and look "
            "into the log."
        ),
        Trouble.UPGRADE_ROOM: _(
            "Before this program can bring the records up to date {need} MB must be free beside "
            "them; {free} MB are. Nothing was changed. Free some room and start again."
        ),
        Trouble.DATABASE_FOREIGN: _(
            "The data file is not one of ours. It was left untouched; call IT."
        ),
        Trouble.DATABASE_DAMAGED: _("The data file is damaged. It was left untouched; call IT."),
        Trouble.DATABASE_MISSING: _(
            "The records ({file}) are gone from this PC. Nothing new is made in their place: "
            "restore a backup or bring the file back."
        ),
        Trouble.DATABASE_EMPTY: _(
            "The file of the records ({file}) is empty. It is left as it is; restore a backup."
        ),
        Trouble.DATABASE_PLAIN: _(
            "The file of the records is not encrypted although it should be; somebody has put "
            "another in its place. It is left as it is; restore a backup and tell IT."
        ),
        Trouble.DATABASE_SWAPPED: _(
            "These are the records of another station or PC. Records can be read, nothing can be "
            "written; put the right file back or restore a backup."
        ),
        Trouble.KEY_UNFIT: _(
            "The key does not open the records ({file}): another file lies in their place, or it "
            "is damaged. It is left as it is; restore a backup."
        ),
        Trouble.KEYS_MISSING: _(
            "The key file beside the records is gone. Copy it back from the newest backup, or "
            "restore a backup."
        ),
        Trouble.KEYS_DAMAGED: _(
            "The key file {file} cannot be read. Copy it back from the newest backup."
        ),
        Trouble.FENCES_DOWN: _(
            "Somebody changed the records with another tool ({names}). Records can be read, "
            "nothing can be written; restore a backup and tell IT."
        ),
        Trouble.ROLLED_BACK: _(
            "These records are older than those that were last here: {lost} acts are missing "
            "after act {seq}. Nothing is written until a supervisor has looked into it."
        ),
        Trouble.AUDIT_BROKEN: _(
            "The chain of acts is not whole: row {row} is not as it was written. Records can be "
            "read, nothing can be written; restore a backup and tell IT."
        ),
        Trouble.RECOVERY_UNFIT: _(
            "This recovery code does not open these records. Compare it sign by sign with the "
            "sheet in the safe."
        ),
    }
