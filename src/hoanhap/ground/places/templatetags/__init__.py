"""Template words of the places app."""
