"""Inviting people and adding them: who may be written to, what is said, lists of people."""
