"""The bench: how fast the product is against a reference taken in the same run. ``python -m bench --help``."""
