"""Forms of the people app: the shape of what is typed, no rules."""
