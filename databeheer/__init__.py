"""Databeheer: what the data team sees and starts, in a process and under an account of its own.

Never imported by the screens (linted). It reads facts of a home, never rows of persons; whatever opens the vault runs
as a command outside this process (``databeheer.jobs``).
"""
