"""The steps from each release's tables to the next one's, run by Alembic. docs/decisions/0041 says how to add one."""
