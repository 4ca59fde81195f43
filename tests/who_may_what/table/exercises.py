"""Who may what with consistency exercises: an Area's are run by its DCCP, the nation's by CAT, who sees them all.

Those invited mark; nobody sees what another said before it closes.
"""

# The exercises: where, who runs it, who is invited; and who reads what the first of those invited said, in words.
EXERCISES = """
open exercise       | Wessex     | dccp        | dcp dcp2 | dcp
closed exercise     | Wessex     | dccp        | dcp dcp2 | dcp dcp2 dccp cat
national exercise   | the nation | cat         | dcp dcp3 | dcp
Bristol's exercise  | South West | their DCCP  | dcp3     | dcp3
"""

SEES_THE_EXERCISE = """
open exercise       | dccp cat dcp dcp2 | here -dccp -cat
closed exercise     | dccp cat dcp dcp2 | here -dccp -cat
national exercise   | cat dcp dcp3      | here -cat -dcp -dcp3
Bristol's exercise  | cat dcp3          | here -cat
"""

RUNS_THE_EXERCISE = """
open exercise       | dccp              | here dcp dcp2 -dccp
closed exercise     | dccp              | here dcp dcp2 -dccp
national exercise   | cat               | here -cat
Bristol's exercise  |                   | here dcp3
"""

MARKS_IN_THE_EXERCISE = """
open exercise       | dcp dcp2          | here
closed exercise     | dcp dcp2          | here
national exercise   | dcp dcp3          | here -dcp -dcp3
Bristol's exercise  | dcp3              | here
"""

# Reference markings of IQAs: of which record of iqas.py, by whom; finished or not.
REFERENCES = """
finished reference   | Portsmouth | released   | inspector
unfinished reference | Winchester | Winchester | inspector
Bristol's reference  | Bristol    | Bristol    | moved_inspector
"""

# Once finished it is there for who sees comments in its place, and never for the prosecutor.
SEES_THE_REFERENCE = """
finished reference   | recorders readers -apm -granted  | apm granted others
Bristol's reference  | recorders readers -apm2          | apm2 others
"""

MAKES_THE_REFERENCE = """
finished reference   | inspector                        | recorders readers others -inspector
unfinished reference | inspector                        | recorders readers others -inspector
Bristol's reference  | moved_inspector                  | recorders readers others -moved_inspector
"""

# Who may begin one, of the records of iqas.py: whoever marks for reference in their place.
BEGINS_A_REFERENCE = """
released            | inspector        | recorders readers others prosecutor -inspector
not released        | inspector        | recorders readers others -inspector
dcp's, released     | inspector        | recorders readers others -inspector
dcp's, not released | inspector        | recorders readers others -inspector -assessed_dcp
Bristol             | moved_inspector  | recorders readers others prosecutor3 -moved_inspector
"""
