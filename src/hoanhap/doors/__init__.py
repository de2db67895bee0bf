"""The ways in: they show and pass on, they own no facts."""
