"""Who may what with dip samples, and with the tags that headquarters keeps for them.

SDCPs and DCCPs sample what neither they nor anyone in their name marked; CAT sees all; a DCP has the outcome of theirs.
"""

# The dip samples: of which IQA (its name in iqas.py), where, by whom; who reads what the sampler said.
#               IQA              | where      | sampler | who reads its words
DIP_SAMPLES = """
begun sample   | not released    | Portsmouth | sdcp    |
sample         | released        | Portsmouth | sdcp    | sdcp dccp cat dcp
sdcp's sample  | dcp's, released | Portsmouth | dccp    | sdcp dccp cat
theirs         | Winchester      | Winchester | sdcp    | sdcp dccp cat dcp2
"""

# Tables: record | who may | who is refused (403).

SEES_THE_DIP_SAMPLE = """
begun sample   | sdcp dccp cat      | recorders readers others -sdcp -dccp -cat
sample         | sdcp dccp cat dcp  | recorders readers others -sdcp -dccp -cat -dcp
sdcp's sample  | sdcp dccp cat      | recorders readers others -sdcp -dccp -cat -assessed_dcp
theirs         | sdcp dccp cat dcp2 | recorders readers others -sdcp -dccp -cat -dcp2
"""

# It is its sampler's to take.
TAKES_THE_DIP_SAMPLE = """
begun sample   | sdcp               | recorders readers others -sdcp
sample         | sdcp               | recorders readers others -sdcp
sdcp's sample  | dccp               | recorders readers others -dccp -assessed_dcp
theirs         | sdcp               | recorders readers others -sdcp
"""

# Its sampler substitutes it, or whoever draws in the Area, unless they marked the IQA.
SUBSTITUTES_THE_IQA = """
begun sample   | sdcp dccp          | recorders readers others -sdcp -dccp
sdcp's sample  | dccp               | recorders readers others -dccp -assessed_dcp
theirs         | sdcp dccp          | recorders readers others -sdcp -dccp
"""

# The outcome is the assessor's to acknowledge, once there is one.
ACKNOWLEDGES_THE_OUTCOME = """
begun sample   |                    | recorders readers others
sample         | dcp                | recorders readers others -dcp
sdcp's sample  | sdcp               | recorders readers others -sdcp -assessed_dcp
theirs         | dcp2               | recorders readers others -dcp2
"""

# An IQA is sampled by whoever takes dip samples there and did not mark it, never by the person whose work it was.
SAMPLES_THE_IQA = """
released            | sdcp dccp | recorders readers others -sdcp -dccp prosecutor
draft               | sdcp dccp | recorders readers others -sdcp -dccp
dcp's, released     | dccp      | recorders readers others -dccp
dcp's, not released | dccp      | recorders readers others -dccp -assessed_dcp
Winchester          | sdcp dccp | recorders readers others -sdcp -dccp prosecutor2
Bristol             |           | recorders readers others prosecutor3
"""

TAGS = """
tag            | the nation
"""

KEEPS_THE_TAG = """
tag            | cat                | here -cat
"""
