"""A figure as a file: which one is asked for, drawn alone, as SVG and PNG."""
