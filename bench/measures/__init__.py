"""What is measured, goal by goal. Each function makes one measure on a filled database."""
