-- Purpose: every practice on the lists with its place, its doctors, its answers and its work at IMA.
-- Grain: one row per practice; unit and practice are the same opaque number; key as in link_persons; lasting is the same
--   in all years, so that a practice stays off the map as long as it exists.
-- Inputs: practices, contacts, survey_practice (one row per practice), ima, geography, membership,
--   parameters $secret, $lasting, $working_weeks.
-- Missing: NULL means not answered, no doctor of the practice known at IMA, or (sums over doctors) one of them not; never
--   zero.
WITH contact AS (
    SELECT left(riziv, 8) AS person, role, practice_id, share FROM contacts
),
main_practice AS (
    -- The practice with the largest share places a person; a tie goes to the smallest id.
    SELECT person, role, practice_id
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
listed_ima AS (
    -- Rows of unlisted doctors are left out.
    SELECT ima.*, main_practice.practice_id FROM ima JOIN main_practice ON main_practice.person = ima.RIZIV_ID
),
house AS (
    -- A practice number of IMA belongs to the main practice of most of its doctors; a tie goes to the smallest id.
    SELECT RIZIV_HCI, practice_id
    FROM listed_ima
    GROUP BY RIZIV_HCI, practice_id
    QUALIFY row_number() OVER (
        PARTITION BY RIZIV_HCI ORDER BY count(DISTINCT RIZIV_ID) DESC, practice_id
    ) = 1
),
house_total AS (
    -- PAT_ATTRIB is the same on every row of a practice number: taken once. Forfaits that are equal on all rows of it are
    -- those of the house: taken once, else summed. Contacts inside medical houses are not applicable, never zero, and
    -- one unknown count makes the total unknown.
    SELECT
        RIZIV_HCI,
        max(PAT_ATTRIB) AS attributed,
        sum(PAT_GMD) AS files,
        CASE WHEN min(FF_MH) = max(FF_MH) THEN max(FF_MH) ELSE sum(FF_MH) END AS forfaits,
        count(FF_MH) > 1 AND min(FF_MH) = max(FF_MH) AND max(FF_MH) > 0 AS forfaits_once,
        coalesce(sum(FF_MH) > 0, FALSE) AS has_forfaits,
        CASE WHEN bool_and(
            HCI_TYPE <> '805' AND RAADPL IS NOT NULL AND BEZAVOND IS NOT NULL AND BEZOEKIND IS NOT NULL
            AND INSTEL IS NOT NULL AND DIGICONT IS NOT NULL
        )
            THEN sum(RAADPL) + sum(BEZAVOND) + sum(BEZOEKIND) + sum(INSTEL) + sum(DIGICONT)
        END AS contacts
    FROM listed_ima
    GROUP BY RIZIV_HCI
),
at_ima AS (
    -- Practices that bill no forfaits have no enrolled patients to count: NULL, not zero.
    SELECT
        house.practice_id,
        CASE WHEN count(*) = count(contacts) THEN sum(contacts) END AS contacts,
        sum(files) AS files,
        sum(attributed) AS attributed_patients,
        nullif(sum(forfaits), 0) / 12 AS enrolled_patients,
        count(*) FILTER (has_forfaits) AS houses,
        count(*) FILTER (forfaits_once) AS houses_once
    FROM house
    JOIN house_total USING (RIZIV_HCI)
    GROUP BY house.practice_id
),
unknown_gp AS (
    -- A practice of which a listed GP has no row at IMA is incomplete.
    SELECT DISTINCT main_practice.practice_id
    FROM main_practice
    WHERE main_practice.role = 'huisarts' AND person NOT IN (SELECT RIZIV_ID FROM ima)
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
    left(sha256($lasting || practices.practice_id), 16) AS lasting,
    practices.practice_id,
    place.atom,
    coalesce(main_count.doctors, 0) AS doctors,
    coalesce(presence.gp_count, 0) AS gp_count,
    coalesce(presence.trainee_count, 0) AS trainee_count,
    coalesce(practices.map_opt_out = 'ja', FALSE) AS hidden,
    survey_practice.practice_id IS NOT NULL AS answered,
    practices.longitude,
    practices.latitude,
    at_ima.practice_id IS NOT NULL AS known_at_ima,
    at_ima.practice_id IS NOT NULL AND unknown_gp.practice_id IS NULL AS is_complete,
    CASE WHEN unknown_gp.practice_id IS NULL THEN at_ima.contacts / $working_weeks END AS contacts_week,
    CASE WHEN unknown_gp.practice_id IS NULL AND (at_ima.files IS NOT NULL OR at_ima.enrolled_patients IS NOT NULL)
        THEN coalesce(at_ima.files, 0) + coalesce(at_ima.enrolled_patients, 0)
    END AS registered_patients,
    at_ima.attributed_patients,
    at_ima.enrolled_patients,
    at_ima.houses,
    at_ima.houses_once,
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
LEFT JOIN at_ima USING (practice_id)
LEFT JOIN unknown_gp USING (practice_id)
LEFT JOIN survey_practice USING (practice_id)
ORDER BY practice
