"""Clock, Vietnamese text, refusals, and the vocabulary of permission. Pure Python: no Django, no models."""
