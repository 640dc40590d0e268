"""What changes communes and calendars: one act a file."""
