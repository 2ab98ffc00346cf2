-- Purpose: published residents per area, the only thing that meets the linked rows from outside (R06).
-- Grain: one row per level and area.
-- Inputs: population (nis, postcode where the geography cuts the municipality, age_class, residents), membership.
WITH atom_residents AS (
    SELECT membership.*, sum(population.residents) AS residents
    FROM membership
    LEFT JOIN population
        ON population.nis = membership.gemeente
        AND (membership.postcode IS NULL OR population.postcode = membership.postcode)
    GROUP BY ALL
)
SELECT 'vlaanderen' AS level, 'VL' AS area, sum(residents) AS residents FROM atom_residents
UNION ALL
SELECT 'provincie', provincie, sum(residents) FROM atom_residents GROUP BY provincie
UNION ALL
SELECT 'regio', regio, sum(residents) FROM atom_residents WHERE regio IS NOT NULL GROUP BY regio
UNION ALL
SELECT 'kring', kring, sum(residents) FROM atom_residents GROUP BY kring
UNION ALL
SELECT 'elz', elz, sum(residents) FROM atom_residents GROUP BY elz
UNION ALL
SELECT 'gemeente', gemeente, sum(residents) FROM atom_residents GROUP BY gemeente
ORDER BY level, area
