"""The process definition: which nodes there are and where a decision leads.

Pure functions over keys. The services move tokens and open tasks as these say, and know no node by name.
"""

from dataclasses import dataclass

from .types import Decision, Outcome

SUBMIT = "submit"
"""Where the person who submits stands: the start, and the place that a return leads back to."""
END = "end"


@dataclass(frozen=True)
class Node:
    """A node at which a person decides. `action` is what he must hold over the branch of the case."""

    key: str
    name: str
    action: str
    checks_authority: bool = False


@dataclass(frozen=True)
class Definition:
    """Nodes in their order; instances stay on the key and version that they started with."""

    key: str
    version: int
    nodes: tuple[Node, ...]

    def node(self, key: str) -> Node:
        return next(node for node in self.nodes if node.key == key)

    def name_of(self, key: str) -> str:
        return {SUBMIT: "提交", END: "结束"}.get(key) or self.node(key).name


@dataclass(frozen=True)
class Move:
    """One move of the token: the node reached, or the outcome when no person is to decide any more."""

    from_key: str
    to_key: str
    outcome: Outcome | None = None


TWO_NODE = Definition(
    key="two_node",
    version=1,
    nodes=(
        Node("review", "审查", "approvals.review"),
        Node("approve", "审批", "approvals.approve", checks_authority=True),
    ),
)
DEFINITIONS = {(TWO_NODE.key, TWO_NODE.version): TWO_NODE}


def start(definition: Definition) -> Move:
    """From the submission to the first node."""
    return Move(SUBMIT, definition.nodes[0].key)


def complete(definition: Definition, node_key: str, decision: Decision) -> Move:
    """Where the decision at a node leads."""
    if decision is Decision.RETURN:
        return Move(node_key, SUBMIT, Outcome.RETURNED)
    if decision is Decision.REJECT:
        return Move(node_key, END, Outcome.REJECTED)
    following = definition.nodes.index(definition.node(node_key)) + 1
    if following == len(definition.nodes):
        return Move(node_key, END, Outcome.APPROVED)
    return Move(node_key, definition.nodes[following].key)
