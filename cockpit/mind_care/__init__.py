"""Psychological care 心理援助: assessment, intervention, second test, managed from end to end; what is said is its counsellor's alone."""
