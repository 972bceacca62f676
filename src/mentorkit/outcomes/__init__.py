"""What came of it: activity, roles, attrition, satisfaction, goals, and the report."""
