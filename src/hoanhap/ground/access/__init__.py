"""Users, posts (role × place × time), sign-in, and the one access policy: turns a user into an Actor."""
