"""What the district means: subjects, rules and use-cases, in plain Python."""
