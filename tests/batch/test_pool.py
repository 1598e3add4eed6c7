"""The pool answers every task once, whatever its workers do."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from cnreport_extract.batch.pool import Loss, Pool
from cnreport_extract.errors import WorkerError

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "batch"


@pytest.fixture(autouse=True)
def misbehaving(monkeypatch):
    """The module that workers load; they look for it where their parent would."""
    monkeypatch.syspath_prepend(str(FIXTURES))
    import misbehaving  # noqa: PLC0415

    return misbehaving


@pytest.fixture
def answers(misbehaving):
    def run(tasks, *, make="answering", workers=2, time_limit=60.0):
        lost = lambda task, loss: f"{loss.value}: {task}"  # noqa: E731
        return list(Pool(getattr(misbehaving, make), lost, workers, time_limit, len).map(tasks))

    return run


def test_each_task_has_one_answer(answers):
    words = [f"w{number}" for number in range(100)]
    assert sorted(answers(f"say {word}" for word in words)) == sorted(words)


def test_no_task_is_no_worker(answers):
    assert answers([], make="gone") == []


def test_answers_larger_than_a_pipe(answers):
    assert Counter(map(len, answers(["large 3000000"] * 40))) == {3_000_000: 40}


@pytest.mark.parametrize("what", ["die", "die_while_answering", "leave"])
def test_a_task_that_kills_its_worker_twice_is_lost_alone(answers, what):
    found = answers([*("say before" for _ in range(20)), what, *("say after" for _ in range(20))])
    assert Counter(found) == {"before": 20, "after": 20, f"died: {what}": 1}


def test_a_task_whose_worker_was_killed_by_chance_is_read(answers, tmp_path):
    assert Counter(answers([*["say word"] * 20, f"die_once {tmp_path / 'mark'}", *["say word"] * 20])) == {"word": 40, "survived": 1}


def test_a_task_that_hangs_is_lost_and_takes_nobody_along(answers):
    found = answers([*["say word"] * 20, "hang", *["say word"] * 20], time_limit=1.0)
    assert Counter(found) == {"word": 40, "timeout: hang": 1}


def test_time_limit_is_one_for_each_task_not_for_all(answers):
    assert answers(["nap 0.4"] * 10, workers=1, time_limit=3.0) == ["rested"] * 10


def test_an_answer_that_waited_for_us_is_not_late(misbehaving):
    pool = Pool(misbehaving.answering, lambda task, loss: (task, loss), 1, 0.5, len)
    found = []
    for answer in pool.map(["say one", "say two", "say three"]):
        found.append(answer)
        time.sleep(1.0)
    assert found == ["one", "two", "three"]


def test_workers_that_are_killed_from_outside_are_replaced(misbehaving):
    pool = Pool(misbehaving.answering, lambda task, loss: (task, loss), 2, 60.0, len)
    found = []
    for number, answer in enumerate(pool.map(["pid"] * 200)):
        found.append(answer)
        if number in {20, 60, 100}:
            os.kill(answer, signal.SIGKILL)
    assert len(found) == 200
    assert len(set(found)) >= 4


def test_a_job_that_is_broken_off_leaves_no_worker(misbehaving):
    pool = Pool(misbehaving.answering, lambda task, loss: (task, loss), 2, 60.0, len)
    answers = pool.map(["pid"] * 200)
    worker = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_what_workers_cannot_be_set_up_with_is_said_once(answers):
    with pytest.raises(WorkerError, match=r"names\.csv: line 2"):
        answers(["say word"], make="refusing")


def test_workers_that_never_get_ready_end_the_job(answers):
    with pytest.raises(WorkerError, match="died before they had read anything"):
        answers(["say word"], make="gone")


def test_only_so_much_is_taken_ahead(misbehaving):
    taken = []
    tasks = (taken.append(number) or "say word" for number in range(10_000))
    pool = Pool(misbehaving.answering, lambda task, loss: (task, loss), 2, 60.0, len)
    for number, _ in enumerate(pool.map(tasks)):
        if number > 100:
            assert len(taken) < number + 200
        if number > 1_000:
            break


def test_losses_have_words_for_statistics():
    assert {loss.value for loss in Loss} == {"timeout", "died"}
