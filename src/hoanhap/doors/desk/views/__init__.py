"""Screens of the desk, by what they show."""
