"""`python -m cnreport_extract` is the command `cnreport`."""

from cnreport_extract.cli import main

if __name__ == "__main__":
    main()
