"""The verbs: each loads, thinks and acts, with the doors handed in."""
