"""Meetings: the plan, calendars, agendas, and the mail about them."""
