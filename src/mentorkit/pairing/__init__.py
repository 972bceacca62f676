"""Who could learn from whom: fit, assignment, proposal."""
