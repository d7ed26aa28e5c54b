-- Contract, section 3: not applicable before unavailable before provisional before final.
CREATE TABLE results AS
SELECT
    f.scope AS bot_id, f.period,
    split_part(f.kpi, ':', 1) AS kpi, split_part(f.kpi, ':', 2) AS method,
    f.segment AS segment_value,
    -- Not a number: a share of no days at all.
    CASE WHEN shown AND NOT isnan(value) THEN value END AS value,
    CASE WHEN shown THEN numerator END AS numerator,
    CASE WHEN shown THEN denominator END AS denominator,
    CASE WHEN shown THEN n END AS n, status, kind
FROM (
    SELECT f.*, status IN ('final', 'provisional') AS shown
    FROM (
        SELECT f.*, k.kind,
            CASE
                WHEN k.sales AND f.scope IN (SELECT scope FROM idle_scopes) THEN 'not_applicable'
                WHEN f.missing THEN 'unavailable'
                WHEN f.provisional OR p.ends + to_hours(k.hours) > as_of()
                    OR (k.attributed AND p.ends + to_days(
                        CASE WHEN p.scope = '*' THEN (SELECT max(attribution_days) FROM bots)
                        ELSE (SELECT max(attribution_days) FROM bots WHERE bot_id = p.scope) END
                    ) > as_of())
                    THEN 'provisional'
                ELSE 'final'
            END AS status
        FROM figures AS f JOIN kpis AS k USING (kpi)
        JOIN periods AS p ON p.period = f.period AND p.scope = f.scope
        WHERE f.kpi NOT LIKE '\_%' ESCAPE '\'
    ) AS f
) AS f;
