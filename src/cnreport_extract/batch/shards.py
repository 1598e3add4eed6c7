"""Shards: the parts of an archive that several jobs, on one machine or many, read side by side."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from cnreport_extract.errors import InputError


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` (from 1 on) of `count`. A document belongs to one shard by its place, whatever else is in the archive.

    Shards with another `salt` cut an archive in another way, so that a shard can be cut again.

    Example:
        >>> places = [f"dump.jsonl#{line}" for line in range(1, 101)]
        >>> sum(Shard(1, 2).holds(place) for place in places) + sum(Shard(2, 2).holds(place) for place in places)
        100
    """

    number: int = 1
    count: int = 1
    salt: str = ""

    @classmethod
    def parse(cls, value: str) -> "Shard":
        """Read `i/N`.

        Raises:
            InputError: It is not of that form, or i is not in 1…N.

        Example:
            >>> Shard.parse("2/8")
            Shard(number=2, count=8, salt='')
        """
        found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", value, re.ASCII)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise InputError(f"--shard: {value!r} is no shard; write i/N with i from 1 to N, such as 2/8")
        return cls(int(found[1]), int(found[2]))

    def holds(self, place: str) -> bool:
        """Whether the document at that place belongs to this shard."""
        if self.count == 1:
            return True
        mark = blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8, salt=self.salt.encode()).digest()
        return int.from_bytes(mark) % self.count == self.number - 1
