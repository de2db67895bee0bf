"""The law as data: regimes, terms, deadlines, authorities, forms, transitions and working days. Pure, no models.

The rows stand in ``rulebooks/``, each with the days it is in force, its source and whether that source was read.
Law changes by a reviewed release (docs/how-to/add-a-law.md); nobody writes ``if day > …`` in code.
"""
