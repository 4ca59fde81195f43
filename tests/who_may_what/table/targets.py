"""Who may what with targets and imports. What an Area should do is read by those who read reports in it or in a part
of it, and set by PMU; records are imported by CAT, targets by PMU, people by those who manage them."""

TARGETS = """
Wessex target     | Wessex
Bristol's target  | South West
"""

# Who reads no reports at all.
_NONE = "prosecutor prosecutor2 prosecutor3 editor administrator"

READS_THE_TARGET = f"""
Wessex target     | here sdcp dcp dcp2 assessed_dcp -editor -administrator | {_NONE}
Bristol's target  | here dcp3 moved_dcp -editor -administrator             | {_NONE}
"""

# Each is named for who made it.
IMPORTS = """
CAT's import            | the nation
PMU's import            | the nation
administrator's import  | the nation
"""

# Who imports files, too, but of another kind: what others imported is not there for them.
_ELSE = "-cat -pmu -dccp -administrator"

FOLLOWS_THE_IMPORT = f"""
CAT's import            | cat               | here {_ELSE}
PMU's import            | cat pmu           | here {_ELSE}
administrator's import  | cat administrator | here {_ELSE}
"""
