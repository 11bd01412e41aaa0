"""What passages state: agencies, targets, deadlines, citations; and the task ledger of them."""

import lazy_loader

DOORS = {
    "find": ["find_mentions"],
    "tasks": ["list_targets", "list_tasks"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
