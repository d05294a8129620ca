"""Tables and numbers of the pages."""


def table(*rows: list[str]) -> str:
    """The first row is the head."""
    head, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *body])


def usd(amount: float) -> str:
    return f"{amount:.2f}"


def number(amount: float) -> str:
    """Nothing for none."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".") if amount else ""
