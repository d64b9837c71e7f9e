"""Whether the printed statements about usage mean the same in every dialect.

    python3 Tests/Oracles/usage_sql.py PROVISO REPORT.csv [--spark]

PROVISO is the program, REPORT a report as CUR 2.0 in CSV. DuckDB runs the statements printed for it; with --spark, PySpark
runs those printed for Spark, and all rows must be the same. sqlglot parses those for Athena and Trino. Needs the packages
sqlglot and duckdb-cli, and pyspark with Java 17 for --spark.
"""
import decimal
import json
import math
import os
import subprocess
import sys
import tempfile

import sqlglot

ADDED = ["pricing_public_on_demand_cost", "reservation_effective_cost"]


def statements(proviso, dialect):
    command = [proviso, "usage", "--print-sql", dialect, "--table", "cur", "--tag", "cost-center", "--tag", "owner"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    blocks = [block.strip() for block in text.split(";\n\n") if block.strip()]
    pairs = []
    for block in blocks:
        lines = block.split("\n")
        title = max(index for index, line in enumerate(lines) if line.startswith("--"))
        pairs.append((lines[title], "\n".join(lines[title + 1:])))
    return pairs


def make_table(report, target):
    columns = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in ADDED)
    times = ["line_item_usage_start_date", "line_item_usage_end_date", "bill_billing_period_start_date"]
    numbers = ["line_item_unblended_cost", "line_item_usage_amount"]
    casts = [f"CAST({name} AS TIMESTAMP) AS {name}" for name in times]
    casts += [f"CAST({name} AS DOUBLE) AS {name}" for name in numbers]
    tags = "MAP {'user_cost_center': json_extract_string(resource_tags, '$.user_cost_center')} AS resource_tags"
    run_duckdb(
        f"COPY (SELECT * EXCLUDE ({', '.join(times + numbers)}, resource_tags), {', '.join(casts)}, {tags}, {columns} "
        f"FROM read_csv('{report}', all_varchar=true)) TO '{target}' (FORMAT PARQUET)")


def run_duckdb(sql):
    environment = dict(os.environ, TZ="UTC")
    done = subprocess.run(
        ["duckdb", "-no-init", "-batch", "-bail", "-jsonlines"], input=sql + ";\n", text=True, capture_output=True,
        env=environment)
    if done.returncode != 0:
        sys.exit(f"DuckDB refuses: {done.stderr}\n{sql}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def plain(value):
    """A value so that exact and rounded numbers of several programs compare."""
    if value is None or isinstance(value, bool):
        return value
    try:
        number = float(decimal.Decimal(str(value)))
    except decimal.InvalidOperation:
        return str(value)
    return "0" if number == 0 else f"{number:.9g}" if math.isfinite(number) else str(value)


def rows(found):
    return sorted(json.dumps({key: plain(value) for key, value in row.items()}, sort_keys=True) for row in found)


def main():
    proviso, report = sys.argv[1:3]
    for dialect in ["athena", "trino", "spark", "duckdb"]:
        for title, sql in statements(proviso, dialect):
            parsed = sqlglot.parse(sql, dialect=dialect)
            assert len(parsed) == 1 and parsed[0].key == "select", f"{dialect}: {title}"
    with tempfile.TemporaryDirectory() as folder:
        table = folder + "/cur.parquet"
        make_table(report, table)
        view = f"CREATE VIEW cur AS SELECT * FROM read_parquet('{table}');\n"
        answers = {}
        for title, sql in statements(proviso, "duckdb"):
            answers.setdefault(title, []).append(rows(run_duckdb(view + sql)))
        count = sum(len(answer) for group in answers.values() for answer in group)
        assert count > 20, "the statements answer something"
        if "--spark" in sys.argv:
            compare_spark(proviso, table, answers)
    print(f"{sum(map(len, answers.values()))} statements, {count} rows: the same")


def compare_spark(proviso, table, answers):
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(table).createOrReplaceTempView("cur")
    found = {}
    for title, sql in statements(proviso, "spark"):
        found.setdefault(title, []).append(rows(row.asDict() for row in session.sql(sql).collect()))
    session.stop()
    for title, expected in answers.items():
        assert found.get(title) == expected, f"{title}\nDuckDB: {expected}\nSpark:  {found.get(title)}"


if __name__ == "__main__":
    main()
