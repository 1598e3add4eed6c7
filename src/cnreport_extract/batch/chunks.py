"""A stream in pieces that are bounded both in number and in size."""

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def chunk(source: Iterator[T], most: int, heaviest: int, weigh: Callable[[T], int]) -> list[T]:
    """The next elements of a stream; none at its end. A single one may be heavier than allowed.

    Args:
        source: An iterator, which is left behind the last element that was taken.
        most: How many at most.
        heaviest: No more are taken once they weigh so much together.
        weigh: The weight of one.

    Example:
        >>> source = iter(["90", "件", "元", "%"])
        >>> chunk(source, 2, 100, len), chunk(source, 9, 1, len), chunk(source, 9, 9, len), chunk(source, 9, 9, len)
        (['90', '件'], ['元'], ['%'], [])
    """
    taken: list[T] = []
    weight = 0
    while len(taken) < most and weight < heaviest:
        for element in source:
            taken.append(element)
            weight += weigh(element)
            break
        else:
            break
    return taken
