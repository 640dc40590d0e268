"""Where a dossier is handled: the communes of the city, their desks, divisions and working calendars."""
