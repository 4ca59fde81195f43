"""Everyone, and how they stand towards a place.

A `2` is in Winchester (or, for an APM, in Bristol's Area) and a `3` in Bristol; see tests/places.py. Portsmouth and
Winchester are units of the Area Wessex, Bristol one of South West. Towards what is in a place, people stand as follows:

- `recorders` may record IQAs there, and see them;
- `readers` may see single IQAs there, and no more;
- `others` have the place, and may do neither: they learn that it is not theirs (403);
- `here` is all of these, and `managers` are those among them who manage its people.

Whoever a row does not name, in whatever column, finds nothing (404). A name with a minus is taken out again.
"""

# The roles of the scheme, by their names in tests/places.py; and those whom the scheme makes a point of:
# granted        head of the business centre of Bristol's Area, with a grant to see the IQAs of Portsmouth
# lapsed         the same, with a grant that ended yesterday
# assessed_dcp   a DCP of Portsmouth who prosecutes there too, and whose own work the SDCP assesses
# moved_dcp      a DCP of Portsmouth until yesterday, of Bristol since
# moved_inspector  an inspector for Portsmouth's Area until yesterday, for Bristol's since
EVERYONE = """
prosecutor prosecutor2 prosecutor3 dcp dcp2 dcp3 sdcp dccp ccp apm apm2 businesscentre cat editor pmu director inspector
administrator granted lapsed assessed_dcp moved_dcp moved_inspector
"""

PLACES = {
    "Portsmouth": {
        "recorders": "dcp sdcp dccp assessed_dcp",
        "readers": "ccp apm cat director inspector granted",
        "others": "businesscentre pmu editor administrator",
        "managers": "dccp administrator",
    },
    "Winchester": {
        "recorders": "dcp2 sdcp dccp",
        "readers": "ccp apm cat director inspector",
        "others": "businesscentre pmu editor administrator",
        "managers": "dccp administrator",
    },
    "Bristol": {
        "recorders": "dcp3 moved_dcp",
        "readers": "apm2 cat director moved_inspector",
        "others": "granted lapsed pmu editor administrator",
        "managers": "administrator",
    },
    # An Area is the place of those who have all of it.
    "Wessex": {
        "recorders": "dccp",
        "readers": "ccp apm cat director inspector",
        "others": "businesscentre pmu editor administrator",
        "managers": "dccp administrator",
    },
    "South West": {
        "recorders": "",
        "readers": "apm2 cat director moved_inspector",
        "others": "granted lapsed pmu editor administrator",
        "managers": "administrator",
    },
    # Those with a national role, and what they are given; what they make for all is in everyone's place.
    "Headquarters": {
        "recorders": "",
        "readers": "cat director",
        "others": "pmu editor administrator",
        "managers": "administrator",
    },
    "the nation": {"recorders": "", "readers": "", "others": EVERYONE, "managers": ""},
}
for _place in PLACES.values():
    _place["here"] = " ".join(_place[group] for group in ("recorders", "readers", "others"))
