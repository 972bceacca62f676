"""What a person types and sees: arguments, streams, the clock, exit statuses."""
