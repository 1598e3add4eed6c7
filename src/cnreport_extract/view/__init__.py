"""The reading as a page for people: one self-contained HTML file, text and facts side by side."""
