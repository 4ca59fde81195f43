"""Who may what with targets and imports. What an Area should do is read by those who read reports in it or in a part
of it, and set by PMU; records are imported by CAT."""

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

IMPORTS = """
Headquarters' import | the nation
"""

FOLLOWS_THE_IMPORT = """
Headquarters' import | cat | here -cat
"""
