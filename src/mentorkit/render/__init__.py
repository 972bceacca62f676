"""Values to what people and programs read: text, Markdown, letters, calendars, JSON."""
