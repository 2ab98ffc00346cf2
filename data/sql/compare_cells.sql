-- What became of every cell between two releases.
-- Grain: one row per cell key of either release.
-- Inputs: earlier, later (table cell of both). "both_withheld" says nothing about the numbers: they are in neither.
WITH pair AS (
    SELECT
        coalesce(a.indicator, b.indicator) AS indicator,
        coalesce(a.year, b.year) AS year,
        coalesce(a.level, b.level) AS level,
        coalesce(a.area, b.area) AS area,
        coalesce(a.category, b.category) AS category,
        coalesce(a.measure, b.measure) AS measure,
        a.confidentiality AS confidentiality_earlier,
        b.confidentiality AS confidentiality_later,
        a.count AS count_earlier,
        b.count AS count_later,
        a.value AS value_earlier,
        b.value AS value_later,
        coalesce(b.value < a.lower OR b.value > a.upper, false) AS beyond,  -- outside the interval it had
        (a.count, a.frame, a.value, a.lower, a.upper, a.status, a.ima_year)
            IS NOT DISTINCT FROM (b.count, b.frame, b.value, b.lower, b.upper, b.status, b.ima_year) AS equal
    FROM earlier AS a
    FULL OUTER JOIN later AS b USING (indicator, year, level, area, category, measure)
)
SELECT
    * EXCLUDE (equal, confidentiality_earlier, confidentiality_later),
    CASE
        WHEN confidentiality_earlier IS NULL THEN 'added'
        WHEN confidentiality_later IS NULL THEN 'removed'
        WHEN confidentiality_earlier = 'C' AND confidentiality_later = 'C' THEN 'both_withheld'
        WHEN confidentiality_later = 'C' THEN 'now_withheld'
        WHEN confidentiality_earlier = 'C' THEN 'now_shown'
        WHEN equal THEN 'same'
        ELSE 'changed'
    END AS change
FROM pair
ORDER BY indicator, year, level, area, category, measure
