"""The writes of this room, by subject."""
