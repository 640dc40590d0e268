"""What changes the catalogue, one act a file."""
