"""Who may what with question sets and the terms of the scheme: the nation's, and so in everyone's place.

Of those whom the table of the scheme lets edit question sets, CAT drafts and publishes, an editor only drafts.
"""

SETS = """
draft set      | the nation
coming set     | the nation
set in force   | the nation
"""

DRAFTS = """
draft set      | cat editor | here -cat -editor
coming set     | cat editor | here -cat -editor
set in force   | cat editor | here -cat -editor
"""

PUBLISHES = """
draft set      | cat        | here -cat
coming set     | cat        | here -cat
set in force   | cat        | here -cat
"""

# One that an Area may set for itself, and one that it may not.
TERMS = """
email_every_iqa | the nation
recording_days  | the nation
"""

SEES_THE_TERM = """
email_every_iqa | here      |
recording_days  | here      |
"""

CHANGES_THE_TERM = """
email_every_iqa | cat dccp  | here -cat -dccp
recording_days  | cat       | here -cat
"""
