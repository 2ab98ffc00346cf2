"""What is tested here may ask which screens there are."""

import app  # noqa: F401 -- makes the screens known
