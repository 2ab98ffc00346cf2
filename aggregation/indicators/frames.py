"""The groups of units that get the same questions."""

from aggregation.indicators.model import Frame
from data.terms import Text, UnitCounted

PRACTICES = Frame(
    id="practices",
    table="practice",
    who="TRUE",
    unit_counted=UnitCounted.PRACTICE,
    totals_public=True,
    label=Text(nl="praktijken die de vragenlijst beantwoordden", en="practices that answered the questionnaire"),
)
GP_RESPONDENTS = Frame(
    id="gp_respondents",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    asked=True,
    label=Text(nl="huisartsen die de vragenlijst beantwoordden", en="GPs who answered the questionnaire"),
)
TRAINEE_RESPONDENTS = Frame(
    id="trainee_respondents",
    table="person",
    who="role = 'haio'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    asked=True,
    label=Text(nl="HAIO's die de vragenlijst beantwoordden", en="GP trainees who answered the questionnaire"),
)
RESPONDENTS = Frame(
    id="respondents",
    table="person",
    who="TRUE",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    asked=True,
    label=Text(
        nl="huisartsen en HAIO's die de vragenlijst beantwoordden",
        en="GPs and trainees who answered the questionnaire",
    ),
)
GPS_WITH_VALUE = Frame(
    id="gps_with_value",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(
        nl="huisartsen met een waarde van IMA of uit de vragenlijst",
        en="GPs with a value from IMA or the survey",
    ),
)
NOBODY = Frame(
    id="nobody",
    table="person",
    who="FALSE",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=True,
    label=Text(nl="niemand: gepubliceerde totalen van inwoners", en="nobody: published totals of residents"),
)
GPS = Frame(
    id="gps",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=True,
    label=Text(nl="huisartsen op de lijsten van de kringen", en="GPs on the lists of the GP circles"),
)
LISTED = Frame(
    id="listed",
    table="person",
    who="TRUE",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=True,
    label=Text(
        nl="huisartsen en HAIO's op de lijsten van de kringen",
        en="GPs and trainees on the lists of the GP circles",
    ),
)

PRACTICES_WITH_IMA = Frame(
    id="practices_with_ima",
    table="practice",
    who="TRUE",
    unit_counted=UnitCounted.PRACTICE,
    totals_public=False,
    sampled=False,
    label=Text(
        nl="praktijken van de lijst waarvoor IMA een waarde heeft",
        en="listed practices for which IMA has a value",
    ),
)
GPS_WITH_IMA = Frame(
    id="gps_with_ima",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(nl="huisartsen met contacten bij IMA", en="GPs with contacts at IMA"),
)
GPS_AT_IMA = Frame(
    id="gps_at_ima",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(nl="huisartsen die IMA als huisarts kent", en="GPs whom IMA knows as a GP"),
)
GPS_KNOWN_ACTIVE = Frame(
    id="gps_known_active",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(nl="huisartsen van wie bekend is of ze werken", en="GPs of whom it is known whether they work"),
)
LISTED_WITH_IMA = Frame(
    id="listed_with_ima",
    table="person",
    who="TRUE",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(
        nl="huisartsen en HAIO's van wie IMA de contacten kent",
        en="GPs and trainees whose contacts IMA knows",
    ),
)
GPS_WITH_HOURS = Frame(
    id="gps_with_hours",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    sampled=False,
    label=Text(
        nl="huisartsen met zowel opgegeven werkuren als contacten bij IMA",
        en="GPs with both reported hours and contacts at IMA",
    ),
)

FRAMES = {
    frame.id: frame
    for frame in (
        PRACTICES,
        PRACTICES_WITH_IMA,
        RESPONDENTS,
        GP_RESPONDENTS,
        TRAINEE_RESPONDENTS,
        GPS_AT_IMA,
        GPS_KNOWN_ACTIVE,
        LISTED_WITH_IMA,
        GPS_WITH_VALUE,
        GPS_WITH_IMA,
        GPS_WITH_HOURS,
        GPS,
        LISTED,
        NOBODY,
    )
}
