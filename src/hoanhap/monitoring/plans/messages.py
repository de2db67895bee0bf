"""The words of this app's refusals, events and computed remarks."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "plans.plan_not_found": _("There is no plan with the number %(number)s."),
    "plans.target_not_found": _("There is no target with the code %(target)s in this plan."),
    "plans.no_table": _("Plan %(number)s prints no roll-out table, so there is nothing to check."),
    "plans.no_rollout": _("There is no plan with a roll-out path and the number %(number)s."),
    "plans.units_unknown": _("The units on %(day)s are unknown, so the roll-out cannot be counted over them."),
    "plans.places_missing": _("The list of places has no Hà Nội on %(day)s; load the places first (hoanhap init)."),
    "plans.superseded_target_unknown": _("The target that is to be superseded is unknown: %(target)s."),
    "plans.file_unreadable": _("The file %(file)s cannot be read: %(reason)s"),
    # The reading of a text: line, what was found, what was expected. Nothing is stored.
    "plans.not_utf8": _("Line %(line)s: this is no %(expected)s text (byte %(found)s). Nothing was stored."),
    "plans.not_a_text": _("Line %(line)s: a character that no text has (%(found)s). Nothing was stored."),
    "plans.not_a_plan": _(
        "Line %(line)s: this is no plan; the text has no “%(expected)s”. It begins “%(found)s”. Nothing was stored."
    ),
    "plans.no_such_day": _("Line %(line)s: %(found)s is no day; expected a date as %(expected)s. Nothing was stored."),
    "plans.period_missing": _(
        "Line %(line)s: the title names no period; found “%(found)s”, expected for example “%(expected)s”. "
        "Nothing was stored."
    ),
    "plans.issuer_unknown": _(
        "Line %(line)s: the title does not name the issuer; found “%(found)s”, expected “%(expected)s”. "
        "Nothing was stored."
    ),
    "plans.share_unreadable": _(
        "Line %(line)s: the percentages of %(year)s cannot be read; found “%(found)s”, expected for example "
        "“%(expected)s”. Nothing was stored."
    ),
    "plans.share_over_hundred": _(
        "Line %(line)s: the percentage of %(year)s is %(found)s; expected %(expected)s. Nothing was stored."
    ),
    "plans.share_reversed": _(
        "Line %(line)s: the range of %(year)s runs backwards; found %(found)s, expected %(expected)s. "
        "Nothing was stored."
    ),
    "plans.share_outside_period": _(
        "Line %(line)s: a percentage for %(found)s, outside the plan's period; expected %(expected)s. "
        "Nothing was stored."
    ),
    "plans.share_twice": _(
        "Line %(line)s: a second percentage for %(found)s; still expected: %(expected)s. Nothing was stored."
    ),
    "plans.share_missing": _(
        "Line %(line)s: the percentages end here; found %(found)s, the year %(expected)s is missing. "
        "Nothing was stored."
    ),
    "plans.table_missing": _(
        "Line %(line)s: the text ends without the roll-out table; expected a line “%(expected)s”. Nothing was stored."
    ),
    "plans.header_years": _(
        "Line %(line)s: the years above the table are not those of the roll-out; found “%(found)s”, expected "
        "“%(expected)s”. Nothing was stored."
    ),
    "plans.header_percent": _(
        "Line %(line)s: above the table %(year)s has %(found)s; expected %(expected)s as in the roll-out. "
        "Nothing was stored."
    ),
    "plans.columns_wrong": _(
        "Line %(line)s: %(found)s columns; expected %(expected)s, separated by tabs. Nothing was stored."
    ),
    "plans.not_a_number": _(
        "Line %(line)s, column “%(column)s”: “%(found)s” is not a number; expected a whole number "
        "(%(expected)s). Nothing was stored."
    ),
    "plans.negative_number": _(
        "Line %(line)s, column “%(column)s”: %(found)s is negative; expected %(expected)s. Nothing was stored."
    ),
    "plans.district_twice": _(
        "Line %(line)s: “%(found)s” stands in line %(first)s already; expected a district not yet named "
        "(missing: %(expected)s). Nothing was stored."
    ),
    "plans.district_unknown": _(
        "Line %(line)s: there was no district “%(found)s” on the plan's first day; expected “%(expected)s”. "
        "Nothing was stored."
    ),
    "plans.row_missing": _(
        "Line %(line)s: a row is missing; found number %(found)s, expected number %(expected)s "
        "(missing: %(districts)s). Nothing was stored."
    ),
    "plans.order_wrong": _(
        "Line %(line)s: the rows are out of order; found number %(found)s, expected number %(expected)s. "
        "Nothing was stored."
    ),
    "plans.rows_missing": _(
        "Line %(line)s: the table has %(found)s rows; expected %(expected)s (missing: %(districts)s). "
        "Nothing was stored."
    ),
    "plans.total_missing": _(
        "Line %(line)s: the table ends without its total line; expected one of %(expected)s columns. "
        "Nothing was stored."
    ),
    "plans.row_below_total": _(
        "Line %(line)s: a row below the total line: “%(found)s”; expected the end of the table. Nothing was stored."
    ),
}

EVENTS = {
    "plans.reference_loaded": _("Plans, indicators and targets were loaded from the shipped reference"),
    "plans.edition_loaded": _("A new edition of a plan was loaded from its text"),
    "plans.text_already_loaded": _("The text of a plan was offered again; it was there already"),
}

REMARKS = {
    "several_dates": _("The plan appears under several dates: %(dates)s."),
    "communes_total_differs": _("The total line prints %(printed)s communes; the rows sum up to %(summed)s."),
    "total_differs": _("The total line prints %(printed)s for %(year)s; the rows sum up to %(summed)s."),
    "rounded_total_differs": _(
        "With every row rounded half up, the total of %(year)s would be %(computed)s; %(printed)s is printed."
    ),
    "above_the_range": _(
        "%(printed)s of %(communes)s communes are %(percent)s, above the %(high)s of %(year)s: rounding each row may "
        "exceed the upper end."
    ),
    "below_the_range": _(
        "%(printed)s of %(communes)s communes are %(percent)s, below the %(low)s of %(year)s: rounding each row may "
        "fall short of the lower end."
    ),
    "ranges_touch": _("Ranges of neighbouring years share a bound: %(bounds)s. Such a share satisfies both years."),
    "more_than_there_are": _("%(place)s prints %(printed)s for %(year)s, more than the %(communes)s communes it has."),
    "falls": _("%(place)s falls from %(before)s to %(printed)s in %(year)s, though the figures are a stock."),
    "communes_differ_from_places": _(
        "%(place)s prints %(printed)s communes; the list of places has %(listed)s on the plan's first day."
    ),
}
