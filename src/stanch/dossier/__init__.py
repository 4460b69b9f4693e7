"""What goes into the briefing folder: a country's ties, duties, record and next steps, each sentence with its source."""
