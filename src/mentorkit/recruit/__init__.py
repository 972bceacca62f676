"""Finding and inviting people: letters."""
