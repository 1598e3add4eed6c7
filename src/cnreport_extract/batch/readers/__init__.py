"""Archives → texts, in two steps.

`items(inputs, limits)` walks folders, opens containers and splits dumps; it is cheap and runs in the parent.
`TextReader(options).read(item)` decodes one item and takes the article out of it; it is expensive and runs in a
worker. `formats.py` lists what is read.
"""

from cnreport_extract.batch.readers.options import Fields, Limits, ReadOptions
from cnreport_extract.batch.readers.text_reader import TextReader
from cnreport_extract.batch.readers.walk import File, Meter, files, items, items_of

__all__ = ["Fields", "File", "Limits", "Meter", "ReadOptions", "TextReader", "files", "items", "items_of"]
