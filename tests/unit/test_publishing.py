"""Who publishes or rolls back proves again, against everything that was shown by then."""

import threading
from pathlib import Path

import pytest

from commands.attack import proving
from commands.console import UNSAFE, NotSafe, Output
from data import releases
from tests.unit.data.release_examples import tables, unchallenged, write


def release_with(home: Path, more: int) -> str:
    """Write a release in which so many practices more of K1 gave the protected answer; nothing is shown yet."""
    given = tables()
    given["indicator"]["disclosure"] = "protected"
    cell = given["cell"]
    moved = cell["category"].eq("geen") & cell["confidentiality"].eq("F")
    cell.loc[moved, "count"] = 10 + more
    cell.loc[moved, "value"] = 5.0 * (10 + more)
    return write(home, tables=given)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    return tmp_path / "home"


def output() -> Output:
    return Output(as_json=True, lang="nl")


def test_two_releases_made_before_either_was_shown_are_not_both_published(home: Path) -> None:
    first, second = (release_with(home, more) for more in (0, 1))
    releases.publish(home, first, prove=proving(home, output()))
    with pytest.raises(NotSafe) as refused:
        releases.publish(home, second, prove=proving(home, output()))
    assert refused.value.exit_code == UNSAFE
    assert releases.current_id(home) == first
    assert releases.list_shown(home) == [first]


def test_what_was_compared_before_somebody_else_published_is_compared_again(home: Path) -> None:
    first, second = (release_with(home, more) for more in (0, 1))
    releases.publish(home, first, prove=proving(home, output(), compared=()))
    with pytest.raises(NotSafe):
        releases.publish(home, second, prove=proving(home, output(), compared=()))
    releases.publish(home, second, prove=proving(home, output(), compared=[first]))
    assert releases.current_id(home) == second


def test_going_back_is_proven_too_and_the_same_numbers_may_be_shown_again(home: Path) -> None:
    first, same, other = (release_with(home, more) for more in (0, 0, 1))
    releases.publish(home, first, prove=proving(home, output()))
    releases.publish(home, same, prove=proving(home, output()))
    assert releases.rollback(home, prove=proving(home, output())) == first
    releases.publish(home, other, prove=unchallenged)
    with pytest.raises(NotSafe):
        releases.rollback(home, prove=proving(home, output()))
    assert releases.current_id(home) == other


def test_two_that_publish_at_once_leave_no_gap(home: Path) -> None:
    pair = [release_with(home, more) for more in (0, 1)]
    ended: dict[str, bool] = {}

    def publish(release_id: str) -> None:
        try:
            releases.publish(home, release_id, prove=proving(home, output(), compared=()))
            ended[release_id] = True
        except NotSafe:
            ended[release_id] = False

    threads = [threading.Thread(target=publish, args=(release_id,)) for release_id in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended.values()) == [False, True]
    assert [releases.current_id(home)] == releases.list_shown(home) == [name for name, done in ended.items() if done]
