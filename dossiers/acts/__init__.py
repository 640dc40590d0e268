"""One legal act a file: lock → guard → write → event → outbox. The only code that changes a dossier."""
