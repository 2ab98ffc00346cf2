"""Controls in step with the address: none is set again that the browser already holds, and none is left behind."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.screen.conftest import Open


def set_again(screen: AppTest) -> set[str]:
    """Keys of the controls that the browser is told to set, and so draws twice."""
    return {str(each.key) for each in (*screen.selectbox, *screen.multiselect) if each.proto.set_value}


def test_a_choice_sets_no_other_control_again(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen", mijn="gemeente:44021", mand="gemeente:11002", niveau="gemeente")
    assert {"keuze_mijn", "keuze_mand", "keuze_cijfers", "keuze_jaren", "keuze_gebieden"} <= set_again(screen)
    screen.selectbox(key="keuze_inhoud").select("alles").run()
    assert not set_again(screen)
    assert screen.selectbox(key="keuze_mijn").value == "gemeente:44021"
    assert screen.selectbox(key="keuze_niveau").value == "gemeente"
    assert "gemeente:11002" in str(screen.query_params["mand"])


def test_a_control_that_comes_back_is_set(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen")
    screen.selectbox(key="keuze_niveau").select("vlaanderen").run()
    assert "keuze_gebieden" not in {each.key for each in screen.multiselect}
    screen.selectbox(key="keuze_niveau").select("elz").run()
    assert "keuze_gebieden" in set_again(screen)


def test_an_option_that_is_called_otherwise_is_set_under_its_new_name() -> None:
    screen = AppTest.from_function(_two_controls).run()
    screen.selectbox(key="keuze_cijfer").select("tweede").run()
    answer = screen.selectbox(key="keuze_toon")
    assert (answer.proto.set_value, answer.proto.raw_value) == (True, "ja, van het tweede")
    screen.selectbox(key="keuze_kleur").select("rood").run()
    assert not set_again(screen)
    assert screen.selectbox(key="keuze_toon").value == "ja"


def _two_controls() -> None:
    from pages.shell import address, controls
    from pages.views.choices import Choice, Chosen

    chosen = Chosen(release=None)  # type: ignore[arg-type]  # no choice here asks the release

    def pick(name: str, options: list[str], of: str = "") -> None:
        words = (lambda key: f"{key}, van het {of}") if of else str
        choice = Choice(
            name=name, called=name, label=name, options=lambda _chosen: options, words=lambda _chosen: words
        )
        controls.draw(choice, chosen)

    address.begin()
    pick("cijfer", ["eerste", "tweede"])
    pick("toon", ["ja", "nee"], chosen["cijfer"])
    pick("kleur", ["blauw", "rood"])
    address.write(chosen.values)


def test_a_link_sets_every_control(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("tabellen")
    screen.selectbox(key="keuze_inhoud").select("alles").run()
    screen.query_params["niveau"] = "gemeente"
    screen.run()
    assert {"keuze_niveau", "keuze_inhoud", "keuze_cijfers", "keuze_mijn"} <= set_again(screen)
    assert screen.selectbox(key="keuze_niveau").value == "gemeente"
