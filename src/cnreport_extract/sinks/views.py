"""The views that an analyst asks, in SQL that all databases read. They are made anew whenever a database is opened for writing.

Near-duplicates count once: a fact of a copy is left out where its original, or a copy before it, states the same.
"""

from collections.abc import Mapping
from types import MappingProxyType

_FACT_DETAILS = """
SELECT f.id AS fact_id, f.document_id, d.title, d.published, d.duplicate_of,
       e.name AS entity, e.type AS entity_type, e.code AS entity_id,
       m.name AS metric, m.canonical AS metric_id, m.label_zh AS metric_zh, m.label_en AS metric_en,
       f.value, f.value_max, f.number, f.number_max, f.qualifier, f.unit, f.dimension,
       f.aspect, f.direction, f.basis, f.date_start, f.date_end, f.frequency,
       f.span_start, f.span_end, f.text,
       CASE WHEN f.sentence_from IS NULL THEN f.text
            ELSE substr(d.text, f.sentence_from + 1, f.sentence_to - f.sentence_from) END AS sentence,
       f.rule, f.confidence, f.notes, f.statement
FROM facts f
JOIN documents d ON d.id = f.document_id
LEFT JOIN entities e ON e.id = f.entity_key
LEFT JOIN metrics m ON m.id = f.metric_key
"""

_FACTS_ONCE = """
SELECT v.*
FROM fact_details v
WHERE v.duplicate_of IS NULL OR NOT EXISTS (
    SELECT 1
    FROM facts g
    JOIN documents o ON o.id = g.document_id
    WHERE g.statement = v.statement
      AND (o.id = v.duplicate_of OR (o.duplicate_of = v.duplicate_of AND o.id < v.document_id)))
"""

_METRIC_SERIES = """
SELECT COALESCE(metric_id, metric) AS series, metric, metric_id, metric_zh, metric_en, entity, entity_type, entity_id,
       unit, aspect, direction, basis, date_start, date_end, frequency,
       qualifier, value, value_max, number, number_max, confidence, published, document_id, fact_id
FROM facts_once
WHERE metric IS NOT NULL AND (date_start IS NOT NULL OR date_end IS NOT NULL)
"""

_NEWEST_VALUES = """
SELECT series, metric, metric_id, metric_zh, metric_en, entity, entity_type, entity_id,
       unit, aspect, direction, basis, date_start, date_end, frequency,
       qualifier, value, value_max, number, number_max, confidence, published, document_id, fact_id
FROM (
    SELECT s.*, ROW_NUMBER() OVER (
        PARTITION BY series, COALESCE(entity_id, entity), unit, aspect, basis
        ORDER BY COALESCE(date_end, date_start) DESC, CASE WHEN published IS NULL THEN 1 ELSE 0 END,
                 published DESC, confidence DESC, fact_id) AS place_in_series
    FROM metric_series s) ranked
WHERE place_in_series = 1
"""

VIEWS: Mapping[str, str] = MappingProxyType(
    {"fact_details": _FACT_DETAILS, "facts_once": _FACTS_ONCE, "metric_series": _METRIC_SERIES, "newest_values": _NEWEST_VALUES}
)
