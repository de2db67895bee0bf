"""Is it working, and who answers for it."""
