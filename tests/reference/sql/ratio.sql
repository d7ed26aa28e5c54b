-- One figure over another; null where that is 0.
INSERT INTO figures BY NAME
SELECT
    '$kpi' AS kpi, a.period, a.scope, a.segment, a.value / nullif(b.value, 0) AS value,
    a.value AS numerator, b.value AS denominator, b.n,
    a.missing OR b.missing AS missing, a.provisional OR b.provisional AS provisional
FROM figures AS a JOIN figures AS b
    ON a.period = b.period AND a.scope = b.scope AND a.segment IS NOT DISTINCT FROM b.segment
WHERE a.kpi = '$base' AND b.kpi = '$other';
