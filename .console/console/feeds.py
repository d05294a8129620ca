"""The event source mappings that feed the functions: one that is off is why something waits."""

from .deployment import Deployment

_FEEDS = {"stream": "publisher", "live": "projection", "replay": "projection"}
"""What has to be read by which function; others are there while they are switched on."""


def states(deployment: Deployment) -> list[dict]:
    """Whether each feed is on, and what came of it last. All mappings are asked for: those of an alias hide from its function's name."""
    pages = deployment.pages("lambda", "list_event_source_mappings", "event source mappings")
    sources = {_source(deployment, name): name for name in (*_FEEDS, "dead letters", "process", "process dead letters")}
    found = {}
    for mapping in (mapping for page in pages for mapping in page["EventSourceMappings"]):
        source = next((name for part, name in sources.items() if part in f"{mapping.get('EventSourceArn', '')}/"), None)
        if source:
            found[source] = {"name": source, "function": mapping["FunctionArn"].split(":function:")[-1], "state": mapping["State"],
                             "result": mapping.get("LastProcessingResult") or ""}
    for name, function in _FEEDS.items():
        found.setdefault(name, {"name": name, "function": deployment.function(function), "state": "missing", "result": "nobody reads it"})
    return list(found.values())


def _source(deployment: Deployment, name: str) -> str:
    """The part of an ARN that tells a source from all others."""
    return f":table/event-store-{deployment.suffix}/stream/" if name == "stream" else f":{deployment.queue(name)}/"
