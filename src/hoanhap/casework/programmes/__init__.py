"""The models of post-rehabilitation management, and where they run."""
