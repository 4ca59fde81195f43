"""Who may what with people, places and grants.

Administrators manage everyone, a DCCP who works in their Area, now or before. The `managers` of a place are in
everyone.py, and so is what else a column may name.
"""

# People, each with a posting and an absence: where.
STAFF = """
prosecutor        | Portsmouth
prosecutor2       | Winchester
prosecutor3       | Bristol
moved_dcp         | Bristol
dccp              | Wessex
cat               | Headquarters
administrator     | Headquarters
"""

MANAGES_THE_PERSON = """
prosecutor        | managers           | here -managers
prosecutor2       | managers           | here -managers
prosecutor3       | managers           | here -managers
moved_dcp         | administrator dccp | here dcp assessed_dcp sdcp ccp apm businesscentre inspector -administrator
dccp              | managers           | here -managers
cat               | managers           | here -managers
"""

# An account is for those who may change all that its owner is, and never one's own.
CHANGES_THE_ACCOUNT = """
prosecutor        | managers           | here -managers
prosecutor2       | managers           | here -managers
prosecutor3       | managers           | here -managers
moved_dcp         | administrator      | here dcp assessed_dcp sdcp dccp ccp apm businesscentre inspector -administrator
dccp              | administrator      | here -administrator
cat               | administrator      | here -administrator
administrator     |                    | here
"""

# A DCCP gives and ends no posting as a DCCP, and no national one.
CHANGES_THE_POSTING = """
prosecutor        | managers           | here -managers
prosecutor2       | managers           | here -managers
prosecutor3       | managers           | here -managers
dccp              | administrator      | here -administrator
cat               | administrator      | here -administrator
"""

UNITS = """
Portsmouth's unit | Portsmouth
Winchester's unit | Winchester
Bristol's unit    | Bristol
"""

MANAGES_THE_UNIT = """
Portsmouth's unit | managers           | here -managers
Winchester's unit | managers           | here -managers
Bristol's unit    | managers           | here -managers
"""

AREAS = """
Wessex's Area     | Wessex
South West's Area | South West
"""

MANAGES_THE_AREA = """
Wessex's Area     | managers           | here -managers
South West's Area | managers           | here -managers
"""

# Grants asked for, not decided: where, who gets it, who asked for it; and who may decide: not who gets it, or asked.
GRANTS = """
to Portsmouth     | Portsmouth   | prosecutor3   | prosecutor3   | dccp administrator
to Winchester     | Winchester   | dccp          | administrator |
to Bristol        | Bristol      | dcp           | dcp           | administrator
to Wessex         | Wessex       | pmu           | dccp          | administrator
to South West     | South West   | dccp          | dccp          | administrator
to the nation     | Headquarters | inspector     | ccp           | administrator
"""

SEES_THE_GRANT = """
to Portsmouth     | managers           | here -managers
to Winchester     | managers           | here -managers
to Bristol        | managers           | here -managers
to Wessex         | managers           | here -managers
to South West     | managers           | here -managers
to the nation     | managers           | here -managers
"""

# A staff list that was uploaded, until it is applied: where it is known, whose it is. It is nobody else's, and other
# people have no staff lists.
STAFF_LISTS = """
staff list        | the nation   | administrator
"""

APPLIES_THE_STAFF_LIST = """
staff list        | administrator      | here -administrator -dccp
"""
