"""The pages of question sets: for each, who may, one action or one query, one answer."""
