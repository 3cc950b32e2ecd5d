"""Where it happened: names of places, the places they mean, and the place of an event."""

from dragoman.coding.places.event import place_of
from dragoman.coding.places.find import Toponym, find_toponyms
from dragoman.coding.places.gazetteer import Gazetteer
from dragoman.coding.places.resolve import ResolvedToponym, resolve, resolve_given

__all__ = ["Gazetteer", "ResolvedToponym", "Toponym", "find_toponyms", "place_of", "resolve", "resolve_given"]
