"""Who may what with IQAs: with the records of other people's work.

What a column may name is in everyone.py: `recorders`, `readers` and `others` are those of the record's place.
"""

# The records: where, whose work, by whom; and who may read what is said in it, in words (comments, what is to be done).
#                     where      | whose work   | assessor  | who reads its words
RECORDS = """
released            | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted prosecutor
not released        | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted
withdrawn           | Portsmouth | prosecutor   | dcp       | recorders readers -apm -granted
draft               | Portsmouth | prosecutor   | dcp       | dcp
discarded           | Portsmouth | prosecutor   | dcp       | dcp
left draft          | Portsmouth | prosecutor   | moved_dcp | recorders
dcp's, released     | Portsmouth | assessed_dcp | sdcp      | recorders readers -apm -granted
dcp's, not released | Portsmouth | assessed_dcp | sdcp      | recorders readers -apm -granted -assessed_dcp
dcp's draft         | Portsmouth | assessed_dcp | sdcp      | sdcp
Winchester          | Winchester | prosecutor2  | dcp2      | recorders readers -apm prosecutor2
Winchester draft    | Winchester | prosecutor2  | dcp2      | dcp2
Bristol             | Bristol    | prosecutor3  | dcp3      | recorders readers -apm2 prosecutor3
Bristol draft       | Bristol    | prosecutor3  | dcp3      | dcp3
"""

# Tables: record | who may | who is refused (403).

SEES_THE_IQA = """
released            | recorders readers prosecutor    | others
not released        | recorders readers               | others
withdrawn           | recorders readers               | others
draft               | recorders readers               | others
discarded           | recorders readers               | others
left draft          | recorders readers               | others
dcp's, released     | recorders readers               | others
dcp's, not released | recorders readers -assessed_dcp | others
dcp's draft         | recorders readers -assessed_dcp | others
Winchester          | recorders readers prosecutor2   | others
Winchester draft    | recorders readers               | others
Bristol             | recorders readers prosecutor3   | others
Bristol draft       | recorders readers               | others
"""

# A draft has no version that anybody could read.
SEES_A_VERSION = """
released            | recorders readers prosecutor    | others
not released        | recorders readers               | others
withdrawn           | recorders readers               | others
draft               |                                 | others
dcp's, not released | recorders readers -assessed_dcp | others
Winchester          | recorders readers prosecutor2   | others
Bristol             | recorders readers prosecutor3   | others
"""

# Who may record there may change what is recorded, but never on their own work.
CHANGES_THE_IQA = """
released            | recorders                       | readers others prosecutor
not released        | recorders                       | readers others
draft               | recorders                       | readers others
dcp's, released     | recorders -assessed_dcp         | readers others assessed_dcp
dcp's, not released | recorders -assessed_dcp         | readers others
Winchester          | recorders                       | readers others prosecutor2
Bristol             | recorders                       | readers others prosecutor3
"""

# A draft is its assessor's; where they have moved, whoever may record there may finish it.
EDITS_THE_DRAFT = """
released            | dcp                             | recorders readers others prosecutor -dcp
draft               | dcp                             | recorders readers others -dcp
discarded           | dcp                             | recorders readers others -dcp
left draft          | recorders                       | readers others
dcp's draft         | sdcp                            | recorders readers others -sdcp -assessed_dcp
Winchester draft    | dcp2                            | recorders readers others -dcp2
Bristol draft       | dcp3                            | recorders readers others -dcp3
"""

# Optional questions are added on the marking page, and removed on their own.
REMOVES_OPTIONAL_QUESTIONS = """
draft               | dcp                             | recorders readers others -dcp
left draft          | recorders                       | readers others
dcp's draft         | sdcp                            | recorders readers others -sdcp -assessed_dcp
Winchester draft    | dcp2                            | recorders readers others -dcp2
Bristol draft       | dcp3                            | recorders readers others -dcp3
"""

# The half day and the case behind an IQA are there for whoever sees it in their place, to read; a prosecutor has their
# IQAs and no more.
SEES_WHAT_IS_BEHIND = """
released            | recorders readers               | others
not released        | recorders readers               | others
draft               | recorders readers               | others
dcp's, released     | recorders readers -assessed_dcp | others
dcp's draft         | recorders readers -assessed_dcp | others
Winchester          | recorders readers               | others
Bristol             | recorders readers               | others
"""

# Who may record there may do something with them.
CHANGES_WHAT_IS_BEHIND = """
released            | recorders                       | readers others
not released        | recorders                       | readers others
draft               | recorders                       | readers others
dcp's, released     | recorders -assessed_dcp         | readers others
dcp's draft         | recorders -assessed_dcp         | readers others
Winchester          | recorders                       | readers others
Bristol             | recorders                       | readers others
"""

# Adding to a half day is its assessor's.
ADDS_TO_THE_HALF_DAY = """
released            | dcp                             | recorders readers others -dcp
left draft          |                                 | recorders readers others
dcp's, released     | sdcp                            | recorders readers others -sdcp -assessed_dcp
Winchester          | dcp2                            | recorders readers others -dcp2
Bristol             | dcp3                            | recorders readers others -dcp3
"""

# One's own list; whoever manages people has the list of all IQAs.
SEES_THE_PERSON = """
released            | prosecutor                      |
dcp's, released     | assessed_dcp                    |
"""
