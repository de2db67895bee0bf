"""Screens of the people app."""
