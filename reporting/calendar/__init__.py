"""Working calendars on their pages: read, changed, looked at before they move anything, approved, followed."""
