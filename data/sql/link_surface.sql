-- Purpose: square kilometres per area, for the density branch of the GP-poor norm (D03); published facts, of nobody.
-- Grain: one row per level and area that holds municipalities; km2 NULL where a surface is not known.
-- Method: an area without a delivered surface gets those of its municipalities, each in proportion to the
--   residents it has in the area.
-- Inputs: areas (level, area_id, area_km2), population, membership.
WITH atom_residents AS (
    SELECT membership.*, sum(population.residents) AS residents
    FROM membership
    LEFT JOIN population
        ON population.nis = membership.gemeente
        AND (membership.postcode IS NULL OR population.postcode = membership.postcode)
    GROUP BY ALL
),
atom_surface AS (
    SELECT
        atom_residents.*,
        surface.area_km2 * atom_residents.residents
            / sum(atom_residents.residents) OVER (PARTITION BY gemeente) AS km2
    FROM atom_residents
    LEFT JOIN areas AS surface ON surface.level = 'gemeente' AND surface.area_id = atom_residents.gemeente
),
summed AS (
    SELECT 'vlaanderen' AS level, 'VL' AS area, sum(km2) AS km2, count(*) = count(km2) AS complete FROM atom_surface
    UNION ALL
    SELECT 'provincie', provincie, sum(km2), count(*) = count(km2) FROM atom_surface GROUP BY provincie
    UNION ALL
    SELECT 'regio', regio, sum(km2), count(*) = count(km2) FROM atom_surface WHERE regio IS NOT NULL GROUP BY regio
    UNION ALL
    SELECT 'kring', kring, sum(km2), count(*) = count(km2) FROM atom_surface GROUP BY kring
    UNION ALL
    SELECT 'elz', elz, sum(km2), count(*) = count(km2) FROM atom_surface GROUP BY elz
    UNION ALL
    SELECT 'gemeente', gemeente, sum(km2), count(*) = count(km2) FROM atom_surface GROUP BY gemeente
)
SELECT
    summed.level,
    summed.area,
    coalesce(delivered.area_km2, CASE WHEN summed.complete THEN summed.km2 END) AS km2
FROM summed
LEFT JOIN areas AS delivered ON delivered.level = summed.level AND delivered.area_id = summed.area
ORDER BY level, area
