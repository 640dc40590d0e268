"""What the city's page shows, one part a file; figures are read once (data) and only written out elsewhere."""
