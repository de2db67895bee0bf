"""Measures: decisions, terms, absences, transfers, duties, evidence, and the end of them."""
