"""One screen per file; each file only defines functions, so a stray address does nothing."""
