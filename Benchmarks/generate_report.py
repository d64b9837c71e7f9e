"""Writes a cost and usage report of any size: generate_report.py FILE.csv|FILE.parquet [ROWS].

DuckDB makes the rows (it must be on the path), the same ones each time: 40 accounts, 500 resources in each, the hours of 30 days one after another, several
kinds of usage, a Savings Plan, tags, and credits. The form is CUR 2.0.
"""
import subprocess
import sys

SQL = """
COPY (
  SELECT
    'item' || i AS identity_line_item_id,
    strftime(start, '%Y-%m-%dT%H:%M:%SZ') AS identity_time_interval,
    '999999999999' AS bill_payer_account_id, 'Payer' AS bill_payer_account_name,
    '2026-09-01T00:00:00Z' AS bill_billing_period_start_date,
    account AS line_item_usage_account_id,
    CASE WHEN i % 97 = 0 THEN 'Credit' WHEN i % 11 = 0 THEN 'SavingsPlanCoveredUsage' ELSE 'Usage' END
      AS line_item_line_item_type,
    strftime(start, '%Y-%m-%dT%H:%M:%SZ') AS line_item_usage_start_date,
    strftime(start + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%M:%SZ') AS line_item_usage_end_date,
    'AmazonSageMaker' AS line_item_product_code,
    kinds[1 + r % 4] AS line_item_usage_type,
    'RunInstance' AS line_item_operation,
    'arn:aws:sagemaker:us-east-1:' || account || ':' || names[1 + r % 4] || '/r' || r AS line_item_resource_id,
    1.0 AS line_item_usage_amount, 'USD' AS line_item_currency_code,
    rates[1 + r % 4] AS line_item_unblended_rate,
    CASE WHEN i % 97 = 0 THEN -0.05 ELSE rates[1 + r % 4] END AS line_item_unblended_cost,
    'Hrs' AS pricing_unit, 'us-east-1' AS product_region_code,
    CASE WHEN i % 11 = 0 THEN rates[1 + r % 4] * 0.6 END AS savings_plan_savings_plan_effective_cost,
    {tags} AS resource_tags
  FROM (
    SELECT i, CAST(100000000000 + i % 40 AS VARCHAR) AS account, (i // 40) % 500 AS r,
      TIMESTAMP '2026-09-01' + to_hours(CAST((i // 20000) % 720 AS INTEGER)) AS start,
      ['USE1-Host:ml.c5.9xlarge', 'USE1-Notebk:ml.t3.medium', 'USE1-Studio:JupyterLab-ml.m5.large', 'USE1-Train:ml.p3.2xlarge'] AS kinds,
      ['endpoint', 'notebook-instance', 'app', 'training-job'] AS names, [2.142, 0.05, 0.115, 3.825] AS rates
    FROM range({rows}) t(i)
  )
) TO '{path}' {options}
"""

JSON_TAGS = """CASE WHEN r % 5 = 0 THEN '{}' ELSE '{"user_cost_center":"' || (r % 7) || '"}' END"""
MAP_TAGS = """CASE WHEN r % 5 = 0 THEN MAP {} ELSE MAP {'user_cost_center': CAST(r % 7 AS VARCHAR)} END"""


def main():
    path = sys.argv[1]
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    is_parquet = path.endswith(".parquet")
    options = "(FORMAT PARQUET)" if is_parquet else "(FORMAT CSV, HEADER)"
    sql = SQL.replace("{tags}", MAP_TAGS if is_parquet else JSON_TAGS).replace("{rows}", str(rows))
    sql = sql.replace("{path}", path.replace("'", "''")).replace("{options}", options)
    subprocess.run(["duckdb", "-no-init", "-batch", "-bail", "-c", sql], check=True)


if __name__ == "__main__":
    main()
