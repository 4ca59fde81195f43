"""Pure rules: what a state allows, what an answer lacks, what is outstanding, who may touch what."""
