"""The commands, by topic, and how any of them speaks and ends; ``cli.py`` lists them."""

import os

# Work is spread over processes. Threads of their own in each would wait for one another on the same cores: a sixth of
# the processor time of a refresh. To be set before the first import of numpy; processes beside this one take it over.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
