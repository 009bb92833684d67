"""Where a member may say they live: the nearest of these towns, and nothing finer.

Positions are rounded to half a degree, about 50 km: enough for a map of faces, too coarse to find a door.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNTRIES: dict[str, Promise] = {
    "fr": _("France"),
    "be": _("Belgium"),
    "ch": _("Switzerland"),
    "es": _("Spain"),
    "pt": _("Portugal"),
    "gb": _("United Kingdom"),
    "ie": _("Ireland"),
    "de": _("Germany"),
    "nl": _("Netherlands"),
    "it": _("Italy"),
    "xx": _("Farther away"),
}
# Name, degrees north, degrees east.
_TOWNS = {
    "fr": """Agen 44.2 0.6; Ajaccio 41.9 8.7; Amiens 49.9 2.3; Angers 47.5 -0.6; Annecy 45.9 6.1; Bastia 42.7 9.4; Bayonne 43.5
        -1.5; Besançon 47.2 6.0; Bordeaux 44.8 -0.6; Bourges 47.1 2.4; Brest 48.4 -4.5; Caen 49.2 -0.4; Châteauroux 46.8 1.7;
        Clermont-Ferrand 45.8 3.1; Dijon 47.3 5.0; Gap 44.6 6.1; Grenoble 45.2 5.7; La Rochelle 46.2 -1.2; Le Havre 49.5 0.1;
        Le Mans 48.0 0.2; Lille 50.6 3.1; Limoges 45.8 1.3; Lyon 45.8 4.8; Marseille 43.3 5.4; Metz 49.1 6.2; Montpellier 43.6
        3.9; Mulhouse 47.7 7.3; Nancy 48.7 6.2; Nantes 47.2 -1.6; Nevers 47.0 3.2; Nice 43.7 7.3; Orléans 47.9 1.9; Paris 48.9
        2.4; Pau 43.3 -0.4; Perpignan 42.7 2.9; Poitiers 46.6 0.3; Quimper 48.0 -4.1; Reims 49.3 4.0; Rennes 48.1 -1.7; Rodez
        44.4 2.6; Rouen 49.4 1.1; Saint-Brieuc 48.5 -2.8; Saint-Étienne 45.4 4.4; Strasbourg 48.6 7.8; Toulon 43.1 5.9;
        Toulouse 43.6 1.4; Tours 47.4 0.7; Troyes 48.3 4.1; Valence 44.9 4.9; Vannes 47.7 -2.8""",
    "be": "Bruxelles 50.8 4.4; Gent 51.1 3.7; Liège 50.6 5.6; Namur 50.5 4.9",
    "ch": "Basel 47.6 7.6; Bern 46.9 7.4; Genève 46.2 6.1; Lausanne 46.5 6.6; Zürich 47.4 8.5",
    "es": """A Coruña 43.4 -8.4; Alicante 38.3 -0.5; Barcelona 41.4 2.2; Bilbao 43.3 -2.9; Granada 37.2 -3.6; Madrid 40.4 -3.7;
        Málaga 36.7 -4.4; Murcia 38.0 -1.1; Oviedo 43.4 -5.8; Palma 39.6 2.7; Pamplona 42.8 -1.6; Salamanca 41.0 -5.7; Sevilla
        37.4 -6.0; València 39.5 -0.4; Valladolid 41.7 -4.7; Zaragoza 41.6 -0.9""",
    "pt": "Coimbra 40.2 -8.4; Faro 37.0 -7.9; Lisboa 38.7 -9.1; Porto 41.1 -8.6",
    "gb": """Aberdeen 57.1 -2.1; Belfast 54.6 -5.9; Birmingham 52.5 -1.9; Brighton 50.8 -0.1; Bristol 51.5 -2.6; Cardiff 51.5 -3.2;
        Edinburgh 55.9 -3.2; Exeter 50.7 -3.5; Glasgow 55.9 -4.3; Inverness 57.5 -4.2; Leeds 53.8 -1.5; London 51.5 -0.1;
        Manchester 53.5 -2.2; Newcastle 55.0 -1.6; Norwich 52.6 1.3; Southampton 50.9 -1.4; Swansea 51.6 -3.9""",
    "ie": "Cork 51.9 -8.5; Dublin 53.3 -6.3; Galway 53.3 -9.1; Limerick 52.7 -8.6; Sligo 54.3 -8.5",
    "de": """Berlin 52.5 13.4; Bremen 53.1 8.8; Dresden 51.0 13.7; Frankfurt 50.1 8.7; Hamburg 53.6 10.0; Köln 50.9 7.0; Leipzig
        51.3 12.4; München 48.1 11.6; Stuttgart 48.8 9.2""",
    "nl": "Amsterdam 52.4 4.9; Eindhoven 51.4 5.5; Groningen 53.2 6.6; Rotterdam 51.9 4.5",
    "it": """Bologna 44.5 11.3; Cagliari 39.2 9.1; Firenze 43.8 11.3; Genova 44.4 8.9; Milano 45.5 9.2; Napoli 40.9 14.3; Palermo
        38.1 13.4; Roma 41.9 12.5; Torino 45.1 7.7; Venezia 45.4 12.3""",
}
_BEYOND = {
    "outre-mer": _("French overseas"),
    "north-america": _("North America"),
    "latin-america": _("Latin America"),
    "africa": _("Africa"),
    "europe": _("Elsewhere in Europe"),
    "asia-pacific": _("Asia and Pacific"),
}


@dataclass(frozen=True)
class Place:
    """A town, or a part of the world (`north` is None: on the list, not on the map). Degrees, rounded to halves."""

    key: str
    name: Promise | str
    country: str
    north: float | None = None
    east: float | None = None


def _half(degrees: str) -> float:
    return round(float(degrees) * 2) / 2


def _read() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for country, towns in _TOWNS.items():
        for town in towns.split(";"):
            *words, north, east = town.split()
            name = " ".join(words)
            key = f"{country}-{''.join(letter for letter in name.lower() if letter.isalnum())}"[:20]
            found[key] = Place(key, name, country, _half(north), _half(east))
    return found | {key: Place(key, name, "xx") for key, name in _BEYOND.items()}


PLACES = _read()


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: towns by country, in this page's language."""
    return [(str(words), [(one.key, str(one.name)) for one in PLACES.values() if one.country == code]) for code, words in COUNTRIES.items()]
