-- Purpose: the atoms of a survey year, the smallest pieces that every area is made of.
-- Grain: one row per municipality, or per postcode part where kring, zone or region cut the municipality.
-- Inputs: geography (postcode, nis, kring_id, elz_id, regio_id) as delivered, province (prefix, province_id): the first
--   digit of a NIS code tells the province.
-- Missing: regio is NULL on every row where the delivery names no regions.
WITH municipality AS (
    SELECT nis, count(DISTINCT (kring_id, elz_id, coalesce(regio_id, ''))) > 1 AS is_split
    FROM geography
    GROUP BY nis
)
SELECT DISTINCT
    CASE WHEN municipality.is_split THEN nis || '-' || geography.postcode ELSE nis END AS atom,
    nis AS gemeente,
    CASE WHEN municipality.is_split THEN geography.postcode END AS postcode,
    geography.kring_id AS kring,
    geography.elz_id AS elz,
    province.province_id AS provincie,
    geography.regio_id AS regio
FROM geography
JOIN municipality USING (nis)
JOIN province ON province.prefix = left(nis, 1)
ORDER BY atom
