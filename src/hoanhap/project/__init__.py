"""Settings, root addresses and the command line. Imported by nobody."""
