"""How the district is remembered: PostgreSQL by SQLAlchemy Core, one table set and one shelf a subject."""
