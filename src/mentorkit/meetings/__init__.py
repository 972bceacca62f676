"""When people meet: plans and calendar events."""
