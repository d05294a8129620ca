"""The local AWS: the pinned MiniStack with AWS's own behaviour where MiniStack's differs."""
