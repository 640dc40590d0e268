"""Forms of citizens' pages and of the desk."""
