# ---- canonical order: what a bare CPython visits by memory address comes in order of creation


class OrderedSet(set):
    """A set that is visited in order of insertion."""

    def __init__(self, items=()):
        self._order = dict.fromkeys(items)
        super().__init__(self._order)

    def add(self, item):
        self._order[item] = None
        super().add(item)

    def discard(self, item):
        self._order.pop(item, None)
        super().discard(item)

    def remove(self, item):
        super().remove(item)
        del self._order[item]

    def pop(self):
        item = next(iter(self._order), None)
        self.remove(item)
        return item

    def clear(self):
        self._order.clear()
        super().clear()

    def update(self, *many):
        for item in itertools.chain(*many):
            self.add(item)

    def copy(self):
        return OrderedSet(self._order)

    def __iter__(self):
        return iter(list(self._order))

    def __repr__(self):
        return "{" + ", ".join(map(repr, self._order)) + "}" if self._order else "set()"


OrderedSet.__name__ = OrderedSet.__qualname__ = "set"
OrderedSet.__module__ = "builtins"


def install_order():
    """The sets of wait(), as_completed(), TaskGroup, and all_tasks() (hence of run()'s cancel)."""
    asyncio.tasks.set = asyncio.tasks.frozenset = OrderedSet
    all_tasks = asyncio.all_tasks

    def ordered_tasks(loop=None):
        tasks = all_tasks(loop or asyncio.get_running_loop())
        return OrderedSet(sorted(tasks, key=lambda task: int(task_id(task)[1:])))
    asyncio.all_tasks = asyncio.tasks.all_tasks = ordered_tasks
    if hasattr(asyncio, "TaskGroup"):
        init = asyncio.TaskGroup.__init__

        def ordered_group(group):
            init(group)
            group._tasks = OrderedSet()
        asyncio.TaskGroup.__init__ = ordered_group
