"""The words of this app's refusals and events."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "exchange.not_yours": _("Somebody else started this import; only they can go on with it."),
    "exchange.no_such_import": _("There is no such import."),
    "exchange.wrong_state": _("This import has already moved on; load the page again."),
    "exchange.empty_file": _("The file is empty."),
    "exchange.too_large": _("The file is larger than %(limit)s MB. Split it into several files."),
    "exchange.wrong_type": _("This is not an Excel workbook (.xlsx) nor a CSV file. Save it as .xlsx and try again."),
    "exchange.old_excel": _("This is an old Excel file (.xls). Open it in Excel, save it as .xlsx and try again."),
    "exchange.locked": _("The workbook is locked with a password. Save it without one and try again."),
    "exchange.macros": _("The workbook contains macros. Save it as .xlsx without macros and try again."),
    "exchange.damaged": _("The file is damaged and cannot be read. Open it, save it anew and try again."),
    "exchange.swollen": _("The file unpacks to far more than a table needs. Copy the table into a new file."),
    "exchange.encoding": _(
        "The letters of this CSV file cannot be read. In Excel, save it as “CSV UTF-8” or as .xlsx."
    ),
    "exchange.no_header": _("The row with the column titles was not found. The first rows must contain: %(columns)s."),
    "exchange.column_missing": _("These columns are missing: %(columns)s."),
    "exchange.column_unknown": _(
        "The column “%(column)s” (cell %(cell)s) is not known here. Remove it or correct its title."
    ),
    "exchange.column_twice": _("The column “%(column)s” stands there twice (cell %(cell)s)."),
    "exchange.no_rows": _("There is no row below the column titles."),
    "exchange.too_many_rows": _("The table has more than %(limit)s rows. Split it into several files."),
    "exchange.too_wide": _("The table has more than %(limit)s columns."),
    "exchange.too_heavy": _(
        "Reading the file takes more time or memory than a table needs. Copy the rows, as values only, "
        "into a new workbook and try again."
    ),
    "exchange.old_letters": _(
        "The letters are in an old Vietnamese encoding (%(encoding)s). Convert the list to Unicode, with UniKey for "
        "example, and try again."
    ),
    "exchange.cell_missing": _("This cell must be filled in."),
    "exchange.word_unknown": _("Write one of these: %(words)s."),
    "exchange.not_a_day": _("This is no day; write it like 01/12/2021."),
    "exchange.year_short": _("Write the year with four digits, like 01/12/1990."),
}

EVENTS = {
    "exchange.exported": _("A table was exported"),
    "exchange.import_started": _("An import was started"),
    "exchange.rows_staged": _("Rows of an import were read and checked"),
    "exchange.import_checked": _("All rows of an import are checked"),
    "exchange.import_written": _("An import was written"),
    "exchange.import_refused": _("An import was refused"),
    "exchange.import_withdrawn": _("An import was withdrawn"),
}
