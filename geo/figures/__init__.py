"""Charts: each described once in a module of its own, and drawn from that on screen and as a file."""
