"""Drug tests: schedule, random draw, session, and the path of a positive."""
