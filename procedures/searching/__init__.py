"""What people type, read kindly: words, slips of the finger, synonyms, ranking. Plain Python; the door is procedures.search."""
