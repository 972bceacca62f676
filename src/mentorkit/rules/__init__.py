"""What several packages need: availability, replay, and the values that they hand each other."""
