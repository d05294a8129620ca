"""Judges a campaign by what was sent and answered and by what stands in tables, bus, archive, queues and logs: nothing of the
product is used here, and nothing of the load's generator."""
