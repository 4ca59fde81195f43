"""What of the tables is a draw."""

from dipsamples.actions.draws import make
from tests.places import Organisation
from tests.who_may_what.reading import lines
from tests.who_may_what.table import draws
from tests.who_may_what.things import Thing


def make_draws(place: Organisation) -> dict[str, Thing]:
    """Of a quarter without IQAs, so that none is left to take."""
    made = {}
    for name, where in lines(draws.DRAWS):
        draw = make(area={"Wessex": place.area, "South West": place.area2}[where], quarter="2014-15 Q3", by=None)
        made[name] = Thing(name, where, {"draw": (draw.pk,)}, [draw.seed])
    return made
