-- Purpose: one row per GP or trainee of a survey year, with the survey answers and, where IMA has a value that applies,
--   that value in place of the own answer (only-once, R06 and R07), its origin beside it.
-- Grain: one row per person (first eight digits of the RIZIV number); unit is an opaque number;
--   key is the same for a person in every delivery of the year, and means nothing without $secret.
-- Inputs: contacts, survey_individual (one row per person), ima (rows of the IMA year), practice (linked rows),
--   parameters $secret, $survey_year, $trainee_codes (qualifications of a trainee), $fte_hours, $active_contacts,
--   $few_contacts, $working_weeks and the minutes per contact of three sets: $consultation_minutes, $visit_minutes,
--   $remote_minutes (lists: fewest, middle, most).
-- IMA does not apply to a GP whose IMA row is that of a trainee: it counted another status.
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
        bool_or(list_contains($trainee_codes, RIZIV_SPEC)) AS as_trainee,
        bool_or(HCI_TYPE = '805') AS in_house,
        bool_or(HCI_TYPE = '805' OR coalesce(FF_MH, 0) > 0) AS has_capitation,
        bool_or(HCI_TYPE <> '805' AND coalesce(FF_MH, 0) = 0) AS has_fees,
        bool_or(coalesce(FLAGHMM, 0) = 1) AS is_attached,
        -- One count unknown makes the total unknown: parts and total then come from the survey together. Contacts
        -- inside medical houses are not billed per service: not applicable, never zero.
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
    SELECT
        person,
        as_trainee,
        in_house,
        has_capitation OR is_attached AS has_capitation,
        CASE
            WHEN has_capitation AND NOT has_fees THEN 'forfait'
            WHEN has_capitation OR is_attached THEN 'gemengd'
            ELSE 'prestatie'
        END AS payment_system,
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
        practice.is_complete AS practice_complete,
        survey.riziv IS NOT NULL AS answered,
        survey.* EXCLUDE (riziv, payment_system, gmd_count, consultations_year, home_visits_year, remote_contacts_year),
        $survey_year - survey.birth_year AS age,
        survey.payment_system AS payment_reported,
        billed.payment_system AS payment_billed,
        coalesce(billed.in_house, survey.payment_system = 'forfait', FALSE) AS in_house,
        coalesce(billed.gmd_count, survey.gmd_count) AS gmd_count,
        billed.contacts AS contacts_ima,
        known.contacts AS contacts_at_ima,
        survey.consultations_year + survey.home_visits_year + survey.remote_contacts_year AS contacts_reported,
        billed.consultations AS consultations_billed,
        billed.home_visits AS home_visits_billed,
        billed.remote_contacts AS remote_contacts_billed,
        billed.evening_visits,
        billed.individual_visits,
        billed.institution_visits,
        billed.advices,
        billed.has_capitation,
        known.person IS NOT NULL AND billed.person IS NULL AS status_changed,
        known.person IS NOT NULL AS known_at_ima,
        survey.gmd_count AS gmd_reported,
        billed.gmd_count AS gmd_billed,
        survey.consultations_year AS consultations_reported,
        survey.home_visits_year AS home_visits_reported,
        survey.remote_contacts_year AS remote_contacts_reported
    FROM main_practice
    JOIN practice USING (practice_id)
    LEFT JOIN survey_individual AS survey ON left(survey.riziv, 8) = main_practice.person
    LEFT JOIN billed AS known ON known.person = main_practice.person
    LEFT JOIN billed
        ON billed.person = main_practice.person AND NOT (main_practice.role = 'huisarts' AND billed.as_trainee)
),
counted AS (
    -- Contacts of one origin: IMA and survey are never mixed within a doctor. Medical houses are left out.
    SELECT
        *,
        CASE WHEN NOT in_house THEN coalesce(contacts_ima, contacts_reported) END AS contacts_total,
        CASE WHEN NOT in_house THEN
            CASE WHEN contacts_ima IS NOT NULL THEN consultations_billed
                WHEN contacts_reported IS NOT NULL THEN consultations_reported END
        END AS consultations,
        CASE WHEN NOT in_house THEN
            CASE WHEN contacts_ima IS NOT NULL THEN home_visits_billed
                WHEN contacts_reported IS NOT NULL THEN home_visits_reported END
        END AS home_visits,
        CASE WHEN NOT in_house THEN
            CASE WHEN contacts_ima IS NOT NULL THEN remote_contacts_billed
                WHEN contacts_reported IS NOT NULL THEN remote_contacts_reported END
        END AS remote_contacts,
        CASE WHEN contacts_ima IS NOT NULL THEN 'ima' ELSE 'survey' END AS contacts_origin
    FROM merged
)
SELECT
    row_number() OVER (ORDER BY person) AS unit,
    left(sha256($secret || person), 16) AS key,
    1 AS doctors,
    FALSE AS hidden,
    * EXCLUDE (person, has_capitation, contacts_reported),
    -- Hours with patients by three sets of minutes per contact, GPs whose contacts IMA counted in the same role.
    CASE WHEN NOT in_house THEN ($consultation_minutes[1] * consultations_billed + $visit_minutes[1] * home_visits_billed
        + $remote_minutes[1] * remote_contacts_billed) / 60 / $working_weeks END AS contact_hours_low,
    CASE WHEN NOT in_house THEN ($consultation_minutes[2] * consultations_billed + $visit_minutes[2] * home_visits_billed
        + $remote_minutes[2] * remote_contacts_billed) / 60 / $working_weeks END AS contact_hours,
    CASE WHEN NOT in_house THEN ($consultation_minutes[3] * consultations_billed + $visit_minutes[3] * home_visits_billed
        + $remote_minutes[3] * remote_contacts_billed) / 60 / $working_weeks END AS contact_hours_high,
    -- Hours a week, duty included, that contact hours are held against.
    hours_week + duty_hours_month / 4.33 AS hours_worked,
    -- Until an IMA set has come in nobody is known: those who reported their hours are nearly all at work, and say
    -- nothing of the others.
    CASE
        WHEN NOT EXISTS (SELECT * FROM ima) THEN NULL
        WHEN has_capitation THEN 'actief'
        WHEN contacts_ima >= $active_contacts THEN 'actief'
        WHEN contacts_ima >= $few_contacts THEN 'actief_500'
        WHEN contacts_ima IS NOT NULL THEN 'niet_actief'
        WHEN hours_week > 0 THEN 'actief'
        WHEN hours_week = 0 THEN 'niet_actief'
    END AS activity,
    hours_week / $fte_hours AS fte
FROM counted
ORDER BY unit
