"""The profile of an area as a document: what it says once, written as PDF, as text and as slides."""
