"""Administrative units through time: what there was on a day, what it came from, and where it went."""
