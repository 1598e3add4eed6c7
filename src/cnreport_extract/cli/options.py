"""Option values that several commands read in the same way."""

from datetime import date

from cnreport_extract.errors import InputError


def publish_date(value: str | None) -> date | None:
    """Read `--published`.

    Raises:
        InputError: It is no ISO date.

    Example:
        >>> publish_date("2025-04-02"), publish_date(None)
        (datetime.date(2025, 4, 2), None)
    """
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as error:
        raise InputError(f"--published: {value!r} is no date; write year-month-day, such as 2025-04-02") from error
