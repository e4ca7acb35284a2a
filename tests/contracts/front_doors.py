"""An import contract: another app is entered only by its front doors."""

from importlinter import Contract, ContractCheck, fields, output


class FrontDoors(Contract):
    """`roots` hold the apps, `doors` are the modules that others may import, `wirers` may import anything."""

    roots = fields.SetField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    wirers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        bad = []
        for target in sorted(graph.modules):
            root, app, door = ([*target.split("."), "", ""])[:3]
            if root not in self.roots or not door or door in self.doors:
                continue
            for source in sorted(graph.find_modules_that_directly_import(target)):
                wired = any(source == w or source.startswith(w + ".") for w in self.wirers or ())
                if source.split(".")[:2] != [root, app] and not wired:
                    bad.append((source, target))
        return ContractCheck(kept=not bad, metadata={"bad": bad})

    def render_broken_contract(self, check):
        for source, target in check.metadata["bad"]:
            output.print_error(f"{source} enters {target} through the wall", bold=False)
