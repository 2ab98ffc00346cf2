"""What if: released numbers of an area carried into another situation, with their doubt and never beyond it.

Every result is a function of released cells, so nothing new is given away. Formulas, sources, assumptions and
what the results are not for: ``docs/methods/laboratory.md``.
"""
