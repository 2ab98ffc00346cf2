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
RESPONDENTS = Frame(
    id="respondents",
    table="person",
    who="TRUE",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
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
    label=Text(
        nl="huisartsen met een waarde van IMA of uit de vragenlijst",
        en="GPs with a value from IMA or the survey",
    ),
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
    label=Text(
        nl="praktijken die de vragenlijst beantwoordden en waarvoor IMA een waarde heeft",
        en="practices that answered the questionnaire and for which IMA has a value",
    ),
)
GPS_WITH_IMA = Frame(
    id="gps_with_ima",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    label=Text(nl="huisartsen met contacten bij IMA", en="GPs with contacts at IMA"),
)
GPS_WITH_HOURS = Frame(
    id="gps_with_hours",
    table="person",
    who="role = 'huisarts'",
    unit_counted=UnitCounted.DOCTOR,
    totals_public=False,
    label=Text(
        nl="huisartsen met zowel opgegeven werkuren als een waarde van IMA of uit de vragenlijst",
        en="GPs with both reported hours and a value from IMA or the survey",
    ),
)

FRAMES = {
    frame.id: frame
    for frame in (
        PRACTICES,
        PRACTICES_WITH_IMA,
        RESPONDENTS,
        GPS_WITH_VALUE,
        GPS_WITH_IMA,
        GPS_WITH_HOURS,
        GPS,
        LISTED,
    )
}
