"""How pages look: GOV.UK markup for forms, tags and dates. Nothing here knows what an assessment is."""
