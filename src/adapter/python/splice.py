# ---- statements of ours within asyncio's own functions
#
# A function is parsed from asyncio's source, statements are put before, behind or in place of those
# that a rule names, and it is compiled again under its own file, lines and columns.  So no traceback
# tells, and a call of ours costs as much as one statement.


class Unknown(Exception):
    """This Python's asyncio is written in another way."""


def statements(text):
    return ast.parse(text).body


def same(a, b):
    return ast.dump(a) == ast.dump(b)


class Splice:
    """Rules for one function (or class):

    at_start, around    statements; the latter run when it ends, however it does
    rules               {statement of asyncio's: statements}, with a line `...` where the former stays
    names               {expression of asyncio's: expression}
    """

    def __init__(self, rules=None, at_start="", at_end="", names=None, optional=()):
        self.rules = [(statements(a)[0], statements(b)) for a, b in (rules or {}).items()]
        self.names = [(statements(a)[0].value, statements(b)[0].value) for a, b in (names or {}).items()]
        self.at_start, self.at_end = statements(at_start), statements(at_end)
        new = self.at_start + self.at_end + [node for _, nodes in self.rules for node in nodes]
        self.given = names_in(new + [node for _, node in self.names])  # what our statements speak of
        self.missing = {ast.dump(a) for a, _ in self.rules + self.names}
        self.optional = {ast.dump(statements(text)[0]) for text in optional}

    def place(self, new, at):
        """Copies of statements, all at the position of one of asyncio's."""
        copies = [copy.deepcopy(node) for node in new]
        for node in copies:
            for part in ast.walk(node):
                if isinstance(part, (ast.expr, ast.stmt, ast.ExceptHandler, ast.arg, ast.keyword)):
                    ast.copy_location(part, at)
        return copies

    def body(self, nodes):
        out = []
        for node in nodes:
            for field in ("body", "orelse", "finalbody"):
                if isinstance(getattr(node, field, None), list):
                    setattr(node, field, self.body(getattr(node, field)))
            for handler in getattr(node, "handlers", ()):
                handler.body = self.body(handler.body)
            out.extend(self.replace(node))
        return out

    def replace(self, node):
        for pattern, new in self.rules:
            if same(pattern, node):
                self.missing.discard(ast.dump(pattern))
                out = []
                for other in self.place(new, node):
                    out.append(node if self.stays(other) else other)
                return out
        return [node]

    @staticmethod
    def stays(node):
        """A line `...` stands for asyncio's own statement."""
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...

    def rename(self, function):
        splice = self

        class Rename(ast.NodeTransformer):
            def generic_visit(self, node):
                for pattern, new in splice.names:
                    if same(pattern, node):
                        splice.missing.discard(ast.dump(pattern))
                        return splice.place([new], node)[0]
                return super().generic_visit(node)
        return Rename().visit(function)

    def apply(self, function):
        function.body = self.body(function.body)
        if self.names:
            self.rename(function)
        missing = self.missing - self.optional
        if missing:
            raise Unknown(f"{function.name}(): {', '.join(sorted(missing))}")
        first = function.body[0]
        has_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        doc, rest = function.body[:has_doc], function.body[has_doc:]
        start = self.place(self.at_start, function)
        if self.at_end:
            last = ast.Try(rest, [], [], self.place(self.at_end, rest[-1]))
            rest = [ast.copy_location(last, rest[0])]
        function.body = doc + start + rest


class Sources:
    """The trees of asyncio's modules, of each of which only a block at a time is parsed."""

    def __init__(self):
        self.lines = {}

    def block(self, path, first):
        """The tree of the function or class that begins at a line."""
        if path not in self.lines:
            with open(path, encoding="utf-8") as file:
                self.lines[path] = file.read().split("\n")
        lines = self.lines[path]
        indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
        end = first
        while end < len(lines) and not self.is_outside(lines[end], indent, lines[end - 1]):
            end += 1
        text = "\n".join(lines[first - 1:end])
        tree = ast.parse("if 1:\n" + text if indent else "\n" + text, path)
        ast.increment_lineno(tree, first - 2)
        return tree.body[0].body[0] if indent else tree.body[0]

    def is_outside(self, line, indent, before):
        """A block's lines are deeper than its first; a long head's last line, `) -> …:`, is not."""
        depth = len(line) - len(line.lstrip())
        return bool(line.strip()) and depth <= indent and line.strip()[0] not in ")#"


SOURCES = Sources()


def compiled(tree, path, space, ours):
    """What a function's or class's tree defines, in the names of its module, with ours as cells."""
    name = tree.name
    names = sorted(ours)
    maker = statements(f"def maker({', '.join(names)}):\n    return {name}")[0]
    for part in ast.walk(maker):
        if isinstance(part, (ast.stmt, ast.expr, ast.arg)):
            ast.copy_location(part, tree)
    maker.body.insert(0, tree)
    code = compile(ast.fix_missing_locations(ast.Module([maker], [])), path, "exec")
    made = {}
    exec(code, space, made)
    return made["maker"](**ours)


def splice_function(owner, name, ours, **rules):
    """Puts a spliced function in the place of owner.name."""
    old = owner.__dict__[name]
    code = old.__code__
    tree = SOURCES.block(code.co_filename, code.co_firstlineno)
    splice = Splice(**rules)
    splice.apply(tree)
    ours = {name: ours[name] for name in splice.given if name in ours}
    if "__class__" in code.co_freevars:
        ours["__class__"] = owner
    new = compiled(tree, code.co_filename, sys.modules[old.__module__].__dict__, ours)
    new.__qualname__, new.__module__ = old.__qualname__, old.__module__
    setattr(owner, name, new)


def names_in(nodes):
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}
