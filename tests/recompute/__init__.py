"""Every indicator computed a second time, in plain pandas, from the delivery and the written rules alone.

``rows`` places and joins, ``cells`` counts and estimates, ``compare`` holds the product against it, ``worlds`` draws
random deliveries. Nothing here reads the product's SQL or its estimates; only the registry's ids, levels and options.
"""
