"""Amounts that the state sets, from a day to a day. Pure: rows in files, no database."""
