"""The two ways in which the product says no; their messages may be told, of any other fault only the place.

Every error of a room that a person may read derives from one of them, so that no command has to know all rooms.
"""


class RefusalError(Exception):
    """The data, a setting or a request was refused: exit status 1. The message says what to do."""


class FaultError(Exception):
    """The installation is not as it should be: exit status 3. The message says what to do."""
