-- Purpose: every practice on the lists with its place, its doctors and its answers.
-- Grain: one row per practice; unit and practice are the same opaque number.
-- Inputs: practices, contacts, survey_practice (one row per practice), geography, membership.
WITH contact AS (
    SELECT left(riziv, 8) AS person, role, practice_id, share FROM contacts
),
main_practice AS (
    -- The practice with the largest share places a person; a tie goes to the smallest id.
    SELECT person, practice_id
    FROM contact
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY share DESC, practice_id) = 1
),
main_count AS (
    SELECT practice_id, count(*) AS doctors FROM main_practice GROUP BY practice_id
),
presence AS (
    SELECT
        practice_id,
        count(DISTINCT person) FILTER (role = 'huisarts') AS gp_count,
        count(DISTINCT person) FILTER (role = 'haio') AS trainee_count
    FROM contact
    GROUP BY practice_id
),
place AS (
    SELECT geography.postcode, geography.nis, membership.atom
    FROM geography
    JOIN membership
        ON membership.gemeente = geography.nis
        AND (membership.postcode IS NULL OR membership.postcode = geography.postcode)
)
SELECT
    row_number() OVER (ORDER BY practices.practice_id) AS practice,
    row_number() OVER (ORDER BY practices.practice_id) AS unit,
    practices.practice_id,
    place.atom,
    coalesce(main_count.doctors, 0) AS doctors,
    coalesce(presence.gp_count, 0) AS gp_count,
    coalesce(presence.trainee_count, 0) AS trainee_count,
    coalesce(practices.map_opt_out = 'ja', FALSE) AS hidden,
    survey_practice.practice_id IS NOT NULL AS answered,
    practices.longitude,
    practices.latitude,
    survey_practice.* EXCLUDE (practice_id)
FROM practices
JOIN place USING (postcode, nis)
LEFT JOIN main_count USING (practice_id)
LEFT JOIN presence USING (practice_id)
LEFT JOIN survey_practice USING (practice_id)
ORDER BY practice
