"""What the desk counts for a person."""

from typing import Any


def counts(client: Any) -> dict[str, int]:
    """What waits for whoever is signed in, by kind, and his unread notices."""
    body = client.get("desk/counts").json()
    return {"unread": body["unread"], **{row["kind"]: row["count"] for row in body["todo"]}}
