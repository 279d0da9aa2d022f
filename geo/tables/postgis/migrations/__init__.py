"""The steps from an empty schema to the present one, run by Alembic when a project is opened."""
