"""What a finding says, in English and Dutch: areas and kinds of leak, never the count that leaks."""

CONTRADICTION = (
    "the shown counts contradict one another: no table of counts has these sums",
    "de getoonde aantallen spreken elkaar tegen: geen enkele tabel heeft deze sommen",
)
SMALL_SHOWN = (
    "a shown count, or the total minus it, is below the threshold",
    "een getoond aantal, of het totaal min dat aantal, ligt onder de drempel",
)
NOT_TRUE = (
    "a shown count differs from the unit rows",
    "een getoond aantal verschilt van de onderliggende rijen",
)
FEW_BEHIND = (
    "too few practices stand behind a shown count of doctors, or too few doctors behind one of practices",
    "achter een getoond aantal artsen staan te weinig praktijken, of achter praktijken te weinig artsen",
)
SMALL_DERIVED = (
    "a withheld small count can be computed from shown cells",
    "een weggelaten klein aantal is te berekenen uit getoonde cellen",
)
SAME_ANSWER = (
    "everybody in the area gave the same answer, and that can be computed from shown cells",
    "iedereen in het gebied gaf hetzelfde antwoord, en dat is te berekenen uit getoonde cellen",
)
SMALL_CHANGE = (
    "a cell shown in both releases changed by fewer units than the threshold",
    "een cel die in beide uitgaven staat, veranderde met minder eenheden dan de drempel",
)
VALUE_MOVED = (
    "a value shown in both releases changed while its count changed by fewer units than the threshold",
    "een waarde die in beide uitgaven staat, veranderde terwijl het aantal met minder dan de drempel veranderde",
)
MAPS_APART = (
    "the two maps do not fit: a municipality is in one release only, or is split by other postcodes",
    "de twee kaarten passen niet op elkaar: een gemeente staat in één uitgave, of is door andere postcodes gesplitst",
)
SMALL_GROUP = (
    "shown cells of these areas combine to a group below the threshold that is no cell itself",
    "getoonde cellen van deze gebieden geven samen een groep onder de drempel die zelf geen cel is",
)
GROUP_LIMIT = (
    "the search for small groups reached its limit before it was complete",
    "het zoeken naar kleine groepen stopte aan zijn grens, voor het volledig was",
)
NO_RANGE = (
    "values stand on the map in classes and as means, and the attack knows no least and largest value to try",
    "waarden staan in klassen op de kaart en als gemiddelde, en de aanval kent geen kleinste en grootste waarde",
)
NARROW = (
    "a withheld count has too few possible values left",
    "een weggelaten aantal heeft te weinig mogelijke waarden over",
)
DERIVED = (
    "a withheld count can be computed from shown cells",
    "een weggelaten aantal is te berekenen uit getoonde cellen",
)
FEW_ANSWERING = (
    "answers are shown where so few practices answered that withholding them elsewhere says they differ",
    "er staan antwoorden waar zo weinig praktijken antwoordden dat weglaten elders zegt dat ze verschillen",
)
SMALL_DIFFERENCE = (
    "one shown count minus another rests on fewer units than the threshold and says more than who answered",
    "het ene getoonde aantal min het andere steunt op minder eenheden dan de drempel en zegt meer dan wie antwoordde",
)
PINNED = (
    "the class on the map, with the counts, mean and interval shown, leaves one value for a practice",
    "de klasse op de kaart laat met de getoonde aantallen, gemiddelde en interval één waarde over voor een praktijk",
)
BOUNDED = (
    "a mean has an interval although few values stand behind it, or the two leave the largest value hardly any room",
    "een gemiddelde van weinig waarden heeft een interval, of de twee laten de grootste waarde nauwelijks ruimte",
)
OWN_ANSWER = (
    "somebody who subtracts the own answer from this shown count is left with a group below the threshold",
    "wie het eigen antwoord aftrekt van dit getoonde aantal, houdt een groep onder de drempel over",
)
FEW_FOR_QUANTILE = (
    "a quantile is shown of too few units",
    "een kwantiel van te weinig eenheden staat er",
)
DOMINATED = (
    "one practice, or two together, make up most of the total behind a shown mean",
    "één praktijk, of twee samen, maken het grootste deel uit van het totaal achter een getoond gemiddelde",
)
ALL_EQUAL = (
    "a mean is shown where all values are equal: it is the value of each",
    "een gemiddelde staat er waar alle waarden gelijk zijn: het is de waarde van elk",
)
FEW_VALUES = (
    "shown means and rates of these areas combine to a sum over fewer units than the threshold",
    "getoonde gemiddelden en cijfers van deze gebieden geven samen een som over minder eenheden dan de drempel",
)
FEW_VALUES_BEHIND = (
    "shown means and rates combine to a sum over too few practices, or over practices with too few doctors",
    "getoonde gemiddelden en cijfers geven samen een som over te weinig praktijken, of praktijken met te weinig artsen",
)
LIGHT_LIMIT = (
    "the search for sums of few values reached its limit before it was complete",
    "het zoeken naar sommen van weinig waarden stopte aan zijn grens, voor het volledig was",
)
