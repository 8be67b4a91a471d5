# SPDX-License-Identifier: MIT
"""Runs a program as __main__, as CPython does, with each generator function marked: the tracer's
__told_generator__ then tells each time that a generator goes on and yields.

    generators.py PROGRAM.py [ARGUMENT...]
"""
import ast
import builtins
import os
import sys


class Yields(ast.NodeVisitor):
    """Does a function yield, itself and not one that is defined in it?"""

    found = False

    def visit_Yield(self, node):
        self.found = True

    visit_YieldFrom = visit_Yield

    def visit_FunctionDef(self, node):
        pass

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef


class MarkGenerators(ast.NodeTransformer):
    """Each generator function gives one that tells, unless a decorator wants the generator itself."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        yields = Yields()
        for statement in node.body:
            yields.visit(statement)
        if yields.found and not node.decorator_list and node.name != "__await__":
            node.decorator_list = [ast.copy_location(ast.Name("__told_generator__", ast.Load()), node)]
        return node


def main():
    del sys.argv[0]
    path = os.path.abspath(sys.argv[0])
    sys.path[0] = os.path.dirname(path)
    with open(path, encoding="utf-8") as file:
        tree = ast.fix_missing_locations(MarkGenerators().visit(ast.parse(file.read(), path)))
    code = compile(tree, path, "exec")
    space = sys.modules["__main__"].__dict__
    for name in ("ast", "os", "sys", "Yields", "MarkGenerators", "main", "builtins"):
        space.pop(name, None)
    space.update(__file__=path, __doc__=None)
    exec(code, space)


main()
