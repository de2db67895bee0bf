"""Who somebody is: identity, numbers, contacts, relations, residence, ties, and two files that are one person."""
