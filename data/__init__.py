"""Sources, contracts, vault, linkage and releases: the only room that touches files, keys and the clock."""
