"""Parts that the screens share: the released numbers, the address, the look and the server."""
