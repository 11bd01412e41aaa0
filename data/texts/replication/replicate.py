"""Run analysis.py again, and say of each table in `tables` whether it comes out the same."""

import sys
from pathlib import Path

from reformlab.paper.replication import check_replication, say_compared

table = check_replication(Path(__file__).parent)
print(table.to_string(index=False))
print(say_compared(table))
sys.exit(not table["same"].all())
