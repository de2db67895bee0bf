"""What happens to and for a person."""
