"""Whether the clock can be trusted: differences between stored and recounted moments, and the daily jobs."""
