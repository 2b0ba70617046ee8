"""The way to one person: the worker hands what is told to their channels, and keeps what each gateway answered."""
