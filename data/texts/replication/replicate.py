"""Run analysis.py again, and say of each table whether it is the one that was published."""

import sys
from pathlib import Path

import reformlab as rl

table = rl.check_replication(Path(__file__).parent)
print(table.to_string(index=False))
print(f"{table['same'].sum()} of {len(table)} tables are the same.")
sys.exit(not table["same"].all())
