"""The desk: what is due, and every screen that composes several rooms."""
