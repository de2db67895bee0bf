"""The only writers of episodes."""
