-- Purpose: what did not agree in the deliveries of a survey year and was resolved by rule, as counts.
-- Grain: one row per rule: item, base (forms, persons or providers looked at) and count (those it was applied to).
-- Inputs: contacts, ima, survey_practice and survey_individual (one row per respondent), practice and person (linked rows),
--   membership; parameters $practice_aside and $individual_aside: earlier answers that the check of the delivery set
--   aside, NULL where the vault does not know.
-- Missing: a rule of which the count is not known has no row.
WITH contact AS (
    SELECT left(riziv, 8) AS person, kring_id, practice_id, share FROM contacts
),
main_practice AS (
    -- The practice with the largest share places a person; a tie goes to the smallest id.
    SELECT person, practice_id
    FROM contact
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY share DESC, practice_id) = 1
),
placed AS (
    -- One row per person: does the list name another kring than the address of the main practice?
    SELECT contact.person, bool_or(contact.kring_id <> membership.kring) AS differs
    FROM contact
    JOIN main_practice USING (person)
    JOIN practice ON practice.practice_id = main_practice.practice_id
    JOIN membership USING (atom)
    GROUP BY contact.person
),
provider AS (
    SELECT RIZIV_ID AS person, bool_or(RIZIV_ID IN (SELECT person FROM contact)) AS is_listed
    FROM ima
    GROUP BY RIZIV_ID
),
resolved AS (
    SELECT 'later_answer_practice' AS item, count(*) + CAST($practice_aside AS BIGINT) AS base,
        CAST($practice_aside AS BIGINT) AS count
    FROM survey_practice
    UNION ALL
    SELECT 'later_answer_individual', count(*) + CAST($individual_aside AS BIGINT), CAST($individual_aside AS BIGINT)
    FROM survey_individual
    UNION ALL
    SELECT 'kring_of_address', count(*), count(*) FILTER (differs) FROM placed
    UNION ALL
    SELECT 'ima_without_contact', count(*), count(*) FILTER (NOT is_listed) FROM provider
    UNION ALL
    SELECT 'status_changed', count(*), count(*) FILTER (status_changed) FROM person
    WHERE role = 'huisarts' AND known_at_ima
    UNION ALL
    SELECT 'no_ima_row', count(*), count(*) FILTER (NOT known_at_ima) FROM person
    WHERE role = 'huisarts' AND EXISTS (FROM ima)
    UNION ALL
    SELECT 'practice_incomplete', count(*), count(*) FILTER (NOT is_complete) FROM practice WHERE known_at_ima
    UNION ALL
    SELECT 'forfaits_once', coalesce(sum(houses), 0), coalesce(sum(houses_once), 0) FROM practice
)
SELECT item, base, count
FROM resolved
WHERE count IS NOT NULL
ORDER BY item
