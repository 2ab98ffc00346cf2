"""Words of the screen Evolutie."""

from pages.components.evolution import signed
from pages.components.evolution_figures import shared_start


def test_a_change_carries_its_sign_unless_it_rounds_to_nothing() -> None:
    assert [signed(value, 1) for value in (9.25, -3.0, 0.04, -0.04)] == ["+9,2", "−3,0", "0,0", "0,0"]


def test_panels_leave_out_what_all_names_begin_with_and_never_a_whole_name() -> None:
    assert shared_start(["Kring Durme", "Kring Drie Heuvels"]) == "Kring "
    assert shared_start(["Aalst", "Aalter"]) == ""
    assert shared_start(["Kring Durme"]) == "Kring "
    assert shared_start(["Kring", "Kring Durme"]) == ""
    assert shared_start([]) == ""
