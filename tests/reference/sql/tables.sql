-- The periods with their instants; figures, and the rows they are added up from.
CREATE TABLE periods AS
SELECT *, day_start(first_day) AS starts, day_start(last_day + 1) AS ends FROM spans;
CREATE TABLE contributions (
    kpi VARCHAR, kind VARCHAR, project BOOLEAN, bot_id VARCHAR, stamp TIMESTAMP, segment VARCHAR,
    num DOUBLE, den DOUBLE, num_key VARCHAR, den_key VARCHAR, omitted BOOLEAN
);
CREATE TABLE figures (
    kpi VARCHAR, period VARCHAR, scope VARCHAR, segment VARCHAR, value DOUBLE, numerator DOUBLE,
    denominator DOUBLE, n BIGINT, missing BOOLEAN, provisional BOOLEAN
);
-- Times of day do not matter to durations: both ends are UTC. A negative one is left out.
CREATE MACRO seconds(a, b) AS CASE WHEN b >= a THEN (epoch_us(b) - epoch_us(a)) / 1e6 END;
