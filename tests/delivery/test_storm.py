"""Twenty deliveries with something going wrong at a random step of most; more by hand: storm.py."""

from delivery_world import World
from storm import storm


def test_in_a_storm_no_letter_comes_twice_and_each_is_accounted_for(world: World) -> None:
    states, troubles = storm(world, 20, seed=20)
    assert states.keys() <= {"sent", "unsure"}
    assert states["sent"] >= 15
    assert troubles.total() >= 10
