"""Pairs: a proposal, why it is so, what it would take to change it."""
