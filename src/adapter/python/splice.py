# ---- statements of ours within asyncio's own functions
#
# A function is parsed from asyncio's source, statements are put before, behind or in place of those
# that a rule names, and it is compiled again under its own file, lines and columns.  So no traceback
# tells, and a call of ours costs as much as one statement.


class Unknown(Exception):
    """This Python's asyncio is written in another way."""


def statements(text):
    return ast.parse(text).body


def beginning(text):
    """What stands in the first line of it, however its lines are broken."""
    return text.partition("\n")[0].partition("(")[0]


def same(a, b):
    return ast.dump(a) == ast.dump(b)


class Rule:
    """A statement (or an expression) of asyncio's, and what stands in its place."""

    def __init__(self, theirs, ours, is_expression=False):
        self.text, self.ours = theirs, ours
        self.first = beginning(theirs)
        node = statements(theirs)[0]
        self.node = node.value if is_expression else node
        self.kind = type(self.node)
        self.found = False

    def fits(self, node, line):
        """Is it this node, which begins in that line?  To compare lines is much cheaper than to compare trees."""
        if type(node) is not self.kind or self.first not in line or not same(self.node, node):
            return False
        self.found = True
        return True


class Splice:
    """Rules for one function (or class):

    at_start, at_end    statements; the latter run when it ends, however it does
    rules               {statement of asyncio's: statements}, with a line `...` where the former stays
    names               {expression of asyncio's: expression}
    """

    def __init__(self, lines, rules=None, at_start="", at_end="", names=None, optional=False):
        self.lines = lines  # of the file
        self.rules = [Rule(*pair) for pair in (rules or {}).items()]
        self.names = [Rule(*pair, True) for pair in (names or {}).items()]
        self.at_start, self.at_end, self.optional = at_start, at_end, optional

    def place(self, text, at):
        """Statements, all at the position of one of asyncio's."""
        nodes = statements(text)
        for node in nodes:
            for part in ast.walk(node):
                if "lineno" in part._attributes:
                    ast.copy_location(part, at)
        return nodes

    def body(self, nodes):
        out = []
        for node in nodes:
            for field in ("body", "orelse", "finalbody"):
                inside = getattr(node, field, None)
                if type(inside) is list:
                    setattr(node, field, self.body(inside))
            for handler in getattr(node, "handlers", ()):
                handler.body = self.body(handler.body)
            out.extend(self.replace(node))
        return out

    def replace(self, node):
        line = self.lines[node.lineno - 1]
        for rule in self.rules:
            if rule.fits(node, line):
                return [node if self.stays(other) else other for other in self.place(rule.ours, node)]
        return [node]

    @staticmethod
    def stays(node):
        """A line `...` stands for asyncio's own statement."""
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...

    def rename(self, function):
        splice = self

        class Rename(ast.NodeTransformer):
            def generic_visit(self, node):
                for rule in splice.names:
                    if type(node) is rule.kind and rule.fits(node, splice.lines[node.lineno - 1]):
                        return splice.place(rule.ours, node)[0].value
                return super().generic_visit(node)
        return Rename().visit(function)

    def apply(self, function):
        function.body = self.body(function.body)
        if self.names:
            self.rename(function)
        missing = [rule.text for rule in self.rules + self.names if not rule.found]
        if missing and not self.optional:
            raise Unknown(f"{function.name}(): {', '.join(sorted(missing))}")
        first = function.body[0]
        has_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        doc, rest = function.body[:has_doc], function.body[has_doc:]
        if self.at_end:
            last = ast.Try(rest, [], [], self.place(self.at_end, rest[-1]))
            rest = [ast.copy_location(last, rest[0])]
        function.body = doc + self.place(self.at_start, function) + rest


class Sources:
    """The trees of asyncio's modules, of each of which only a block at a time is parsed."""

    def __init__(self):
        self.files = {}

    def lines(self, path):
        if path not in self.files:
            with open(path, encoding="utf-8") as file:
                self.files[path] = file.read().split("\n")
        return self.files[path]

    def end(self, lines, first):
        """The line behind the function or class that begins at a line."""
        indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
        end = first
        while end < len(lines) and not self.is_outside(lines[end], indent):
            end += 1
        return end

    def block(self, path, first):
        """The tree of the function or class that begins there.  Empty lines keep its place."""
        lines = self.lines(path)
        text = "\n".join(lines[first - 1:self.end(lines, first)])
        if lines[first - 1][:1] == " ":
            return ast.parse("\n" * (first - 2) + "if 1:\n" + text, path).body[0].body[0]
        return ast.parse("\n" * (first - 1) + text, path).body[0]

    def is_outside(self, line, indent):
        """A block's lines are deeper than its first; a long head's last line, `) -> …:`, is not."""
        bare = line.lstrip()
        return bool(bare) and len(line) - len(bare) <= indent and bare[0] not in ")#"


SOURCES = Sources()


def compiled(tree, path, space, ours):
    """What a function's or class's tree defines, in the names of its module, with ours as cells."""
    module = ast.parse(f"def maker({', '.join(sorted(ours))}):\n    return {tree.name}")
    module.body[0].body.insert(0, tree)
    made = {}
    exec(compile(module, path, "exec"), space, made)
    return made["maker"](**ours)


def words(texts):
    """The names of which they speak."""
    return set("".join([c if c.isalnum() or c == "_" else " " for c in " ".join(texts)]).split())


def splice_function(owner, name, ours, **rules):
    """Puts a spliced function in the place of owner.name."""
    old = owner.__dict__[name]
    code = old.__code__
    tree = SOURCES.block(code.co_filename, code.co_firstlineno)
    Splice(SOURCES.lines(code.co_filename), **rules).apply(tree)
    new = [rules.get("at_start", ""), rules.get("at_end", "")]
    given = words(new + [text for kind in ("rules", "names") for text in rules.get(kind, {}).values()])
    ours = {name: value for name, value in ours.items() if name in given}
    if "__class__" in code.co_freevars:
        ours["__class__"] = owner
    new = compiled(tree, code.co_filename, sys.modules[old.__module__].__dict__, ours)
    new.__qualname__, new.__module__ = old.__qualname__, old.__module__
    setattr(owner, name, new)
