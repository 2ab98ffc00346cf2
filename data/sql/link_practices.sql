-- Purpose: every practice on the lists with its place, its doctors, its answers and its work at IMA.
-- Grain: one row per practice; unit and practice are the same opaque number; key as in link_persons.
-- Inputs: practices, contacts, survey_practice (one row per practice), ima, geography, membership,
--   parameter $working_weeks.
-- Missing: NULL means not answered, or no doctor of the practice known at IMA; never zero.
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
billing AS (
    -- One row per listed doctor at IMA; contacts inside medical houses are not applicable, never zero, and one
    -- unknown count makes the total unknown.
    SELECT
        main_practice.practice_id,
        CASE WHEN bool_and(
            ima.HCI_TYPE <> '805' AND ima.RAADPL IS NOT NULL AND ima.BEZAVOND IS NOT NULL
            AND ima.BEZOEKIND IS NOT NULL AND ima.INSTEL IS NOT NULL AND ima.DIGICONT IS NOT NULL
        )
            THEN sum(ima.RAADPL) + sum(ima.BEZAVOND) + sum(ima.BEZOEKIND) + sum(ima.INSTEL) + sum(ima.DIGICONT)
        END AS contacts,
        sum(ima.PAT_GMD) AS gmd_count
    FROM ima
    JOIN main_practice ON main_practice.person = ima.RIZIV_ID
    GROUP BY ima.RIZIV_ID, main_practice.practice_id
),
billed AS (
    SELECT practice_id, sum(contacts) / $working_weeks AS appointments_week, sum(gmd_count) AS gmd_practice
    FROM billing
    GROUP BY practice_id
),
house AS (
    -- A practice number of IMA belongs to the main practice of most of its doctors; a tie goes to the smallest id.
    SELECT ima.RIZIV_HCI, main_practice.practice_id
    FROM ima
    JOIN main_practice ON main_practice.person = ima.RIZIV_ID
    GROUP BY ima.RIZIV_HCI, main_practice.practice_id
    QUALIFY row_number() OVER (
        PARTITION BY ima.RIZIV_HCI ORDER BY count(DISTINCT ima.RIZIV_ID) DESC, main_practice.practice_id
    ) = 1
),
house_total AS (
    -- PAT_ATTRIB is the same on every row of a practice number: taken once. Rows of unlisted doctors are left out.
    SELECT RIZIV_HCI, max(PAT_ATTRIB) AS attributed, sum(FF_MH) AS forfaits
    FROM ima
    WHERE RIZIV_ID IN (SELECT person FROM main_practice)
    GROUP BY RIZIV_HCI
),
attributed AS (
    -- Practices that bill no forfaits have no enrolled patients to count: NULL, not zero.
    SELECT
        practice_id,
        sum(house_total.attributed) AS attributed_patients,
        nullif(sum(house_total.forfaits), 0) / 12 AS enrolled_patients
    FROM house
    JOIN house_total USING (RIZIV_HCI)
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
    left(sha256($secret || practices.practice_id), 16) AS key,
    practices.practice_id,
    place.atom,
    coalesce(main_count.doctors, 0) AS doctors,
    coalesce(presence.gp_count, 0) AS gp_count,
    coalesce(presence.trainee_count, 0) AS trainee_count,
    coalesce(practices.map_opt_out = 'ja', FALSE) AS hidden,
    survey_practice.practice_id IS NOT NULL AS answered,
    practices.longitude,
    practices.latitude,
    billed.appointments_week,
    billed.gmd_practice,
    attributed.attributed_patients,
    attributed.enrolled_patients,
    survey_practice.* EXCLUDE (practice_id) REPLACE (
        -- Nothing ticked on a page of which something else is filled in is the answer "none of these". A question that
        -- nobody at all answered was not asked.
        CASE
            WHEN survey_practice.disciplines IS NOT NULL THEN survey_practice.disciplines
            WHEN coalesce(practice_form, CAST(nurse_fte AS VARCHAR), CAST(reception_fte AS VARCHAR)) IS NOT NULL
                AND EXISTS (FROM survey_practice AS any_one WHERE any_one.disciplines IS NOT NULL) THEN 'geen'
        END AS disciplines,
        CASE
            WHEN survey_practice.expansion_obstacles IS NOT NULL THEN survey_practice.expansion_obstacles
            WHEN coalesce(vacancy_gp, expansion_planned, absence_cover, closing_without_successor) IS NOT NULL
                AND EXISTS (FROM survey_practice AS any_one WHERE any_one.expansion_obstacles IS NOT NULL) THEN 'geen'
        END AS expansion_obstacles
    )
FROM practices
JOIN place USING (postcode, nis)
LEFT JOIN main_count USING (practice_id)
LEFT JOIN presence USING (practice_id)
LEFT JOIN billed USING (practice_id)
LEFT JOIN attributed USING (practice_id)
LEFT JOIN survey_practice USING (practice_id)
ORDER BY practice
