-- Purpose: the atoms of a survey year, the smallest pieces that every area is made of.
-- Grain: one row per municipality, or per postcode part where kring or zone cut the municipality.
-- Inputs: geography (postcode, nis, kring_id, elz_id) as delivered.
WITH municipality AS (
    SELECT nis, count(DISTINCT (kring_id, elz_id)) > 1 AS is_split
    FROM geography
    GROUP BY nis
)
SELECT DISTINCT
    CASE WHEN municipality.is_split THEN nis || '-' || geography.postcode ELSE nis END AS atom,
    nis AS gemeente,
    CASE WHEN municipality.is_split THEN geography.postcode END AS postcode,
    geography.kring_id AS kring,
    geography.elz_id AS elz
FROM geography
JOIN municipality USING (nis)
ORDER BY atom
