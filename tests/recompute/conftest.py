"""The recomputation learns the indicators of ``remaining`` before any test asks for them."""

from tests.recompute.remaining import register

register()
