-- A figure computed from other figures; where one of them is missing, so is it.
INSERT INTO figures BY NAME
SELECT
    '$kpi' AS kpi, period, scope, segment, $formula AS value, missing, provisional
FROM (
    SELECT period, scope, segment, $operands,
        bool_or(missing) AS missing, bool_or(provisional) AS provisional
    FROM figures WHERE kpi IN ($names) GROUP BY ALL
);
