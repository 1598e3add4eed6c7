"""Raw text → page: blocks, sections, sentences, clauses and words, all with offsets into the raw text."""
