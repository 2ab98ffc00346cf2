"""Released cells as a screen reads them."""
