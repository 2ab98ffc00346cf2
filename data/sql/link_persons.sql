-- Purpose: one row per GP or trainee of a survey year, with the survey answers and, where IMA has a value,
--   that value in place of the own answer (only-once, R06 and R07), its origin beside it.
-- Grain: one row per person (first eight digits of the RIZIV number); unit is an opaque number;
--   key is the same for a person in every delivery of the year, and means nothing without $secret.
-- Inputs: contacts, survey_individual (one row per person), ima (rows of the IMA year), practice (linked rows),
--   parameters $secret, $survey_year, $fte_hours, $fte_cap, $trainee_weight, $active_contacts, $consultation_minutes,
--   $visit_minutes, $remote_minutes, $working_weeks.
-- Missing: NULL means not answered and not known at IMA; never zero.
WITH contact AS (
    SELECT left(riziv, 8) AS person, role, basis, practice_id, share FROM contacts
),
main_practice AS (
    -- The practice with the largest share places a person; a tie goes to the smallest id.
    SELECT person, role, basis, practice_id
    FROM contact
    QUALIFY row_number() OVER (PARTITION BY person ORDER BY share DESC, practice_id) = 1
),
billing AS (
    -- A doctor can bill in more than one practice: work is summed, a medical house anywhere counts.
    SELECT
        RIZIV_ID AS person,
        bool_or(HCI_TYPE = '805' OR coalesce(FF_MH, 0) > 0) AS has_capitation,
        bool_or(coalesce(FLAGHMM, 0) = 1) AS is_attached,
        -- One count unknown makes the total unknown: parts and total then come from the survey together.
        bool_and(
            HCI_TYPE <> '805' AND RAADPL IS NOT NULL AND BEZAVOND IS NOT NULL AND BEZOEKIND IS NOT NULL
            AND INSTEL IS NOT NULL AND DIGICONT IS NOT NULL
        ) AS has_contacts,
        sum(PAT_GMD) AS gmd_count,
        sum(RAADPL) AS consultations,
        sum(BEZAVOND) AS evening_visits,
        sum(BEZOEKIND) AS individual_visits,
        sum(INSTEL) AS institution_visits,
        sum(ADVIES) AS advices,
        sum(DIGICONT) AS remote_contacts
    FROM ima
    GROUP BY RIZIV_ID
),
billed AS (
    -- Contacts inside medical houses are not billed per service: not applicable, never zero.
    SELECT
        person,
        CASE WHEN has_capitation THEN 'forfait' WHEN is_attached THEN 'gemengd' ELSE 'prestatie' END AS payment_system,
        gmd_count,
        CASE WHEN has_contacts THEN advices END AS advices,
        CASE WHEN has_contacts THEN consultations END AS consultations,
        CASE WHEN has_contacts THEN evening_visits END AS evening_visits,
        CASE WHEN has_contacts THEN individual_visits END AS individual_visits,
        CASE WHEN has_contacts THEN institution_visits END AS institution_visits,
        CASE WHEN has_contacts THEN evening_visits + individual_visits + institution_visits END AS home_visits,
        CASE WHEN has_contacts THEN remote_contacts END AS remote_contacts,
        CASE WHEN has_contacts
            THEN consultations + evening_visits + individual_visits + institution_visits + remote_contacts
        END AS contacts
    FROM billing
),
merged AS (
    SELECT
        main_practice.person,
        main_practice.role,
        main_practice.basis,
        practice.practice,
        practice.atom,
        practice.answered AS practice_answered,
        survey.riziv IS NOT NULL AS answered,
        survey.* EXCLUDE (riziv, payment_system, gmd_count, consultations_year, home_visits_year, remote_contacts_year),
        $survey_year - survey.birth_year AS age,
        coalesce(billed.payment_system, survey.payment_system) AS payment_system,
        coalesce(billed.gmd_count, survey.gmd_count) AS gmd_count,
        coalesce(billed.consultations, survey.consultations_year) AS consultations,
        coalesce(billed.home_visits, survey.home_visits_year) AS home_visits,
        coalesce(billed.remote_contacts, survey.remote_contacts_year) AS remote_contacts,
        coalesce(
            billed.contacts, survey.consultations_year + survey.home_visits_year + survey.remote_contacts_year
        ) AS contacts_total,
        CASE WHEN billed.contacts IS NOT NULL THEN 'ima' ELSE 'survey' END AS contacts_origin,
        billed.contacts AS contacts_ima,
        -- Minutes of all contacts of one origin: IMA and survey are never mixed within a doctor.
        CASE WHEN billed.contacts IS NOT NULL
            THEN $consultation_minutes * billed.consultations + $visit_minutes * billed.home_visits
                + $remote_minutes * billed.remote_contacts
            ELSE $consultation_minutes * survey.consultations_year + $visit_minutes * survey.home_visits_year
                + $remote_minutes * survey.remote_contacts_year
        END / 60 / $working_weeks AS contact_hours,
        billed.evening_visits,
        billed.individual_visits,
        billed.institution_visits,
        billed.advices,
        CASE
            WHEN billed.contacts IS NOT NULL THEN billed.contacts >= $active_contacts
            ELSE coalesce(survey.hours_week > 0, FALSE)
        END AS active,
        -- least() passes over NULL, so hours that are not known are kept apart.
        CASE WHEN survey.hours_week IS NOT NULL
            THEN least(survey.hours_week / $fte_hours, $fte_cap)
                * CASE main_practice.role WHEN 'haio' THEN $trainee_weight ELSE 1 END
        END AS fte,
        survey.gmd_count AS gmd_reported,
        billed.gmd_count AS gmd_billed,
        survey.consultations_year AS consultations_reported,
        billed.consultations AS consultations_billed,
        survey.home_visits_year AS home_visits_reported,
        billed.home_visits AS home_visits_billed,
        survey.remote_contacts_year AS remote_contacts_reported,
        billed.remote_contacts AS remote_contacts_billed,
        survey.payment_system AS payment_reported,
        billed.payment_system AS payment_billed
    FROM main_practice
    JOIN practice USING (practice_id)
    LEFT JOIN survey_individual AS survey ON left(survey.riziv, 8) = main_practice.person
    LEFT JOIN billed ON billed.person = main_practice.person
)
SELECT
    row_number() OVER (ORDER BY person) AS unit,
    left(sha256($secret || person), 16) AS key,
    1 AS doctors,
    FALSE AS hidden,
    * EXCLUDE (person)
FROM merged
ORDER BY unit
