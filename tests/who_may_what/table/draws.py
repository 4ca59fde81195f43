"""Who may what with draws: an Area's DCCP makes it and tops it up, CAT sees all; an SDCP of a unit of the Area sees it,
and takes from it in their units."""

DRAWS = """
Wessex draw     | Wessex
Bristol's draw  | South West
"""

SEES_THE_DRAW = """
Wessex draw     | dccp sdcp cat | here -dccp -cat
Bristol's draw  | cat           | here -cat
"""

TOPS_UP_THE_DRAW = """
Wessex draw     | dccp          | here sdcp -dccp
Bristol's draw  |               | here
"""

TAKES_FROM_THE_DRAW = """
Wessex draw     | dccp sdcp     | here -dccp
Bristol's draw  |               | here
"""

# Which IQAs there are, by number: for who has all of the Area.
SEES_THE_NUMBERS = """
Wessex draw     | dccp cat      | here sdcp -dccp -cat
Bristol's draw  | cat           | here -cat
"""
