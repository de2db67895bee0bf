"""Screens of drug tests."""
