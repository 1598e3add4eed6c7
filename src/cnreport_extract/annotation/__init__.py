"""Texts with facts to annotation tools and back: one file a format, `formats.FORMATS` names them."""
