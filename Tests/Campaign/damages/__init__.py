"""What can be wrong with a run: each damage spoils the evidence of a sound one, and breaks one of the judge's rules."""

from . import answers, deliveries, invocations, log, read_model

DAMAGES = {**log.DAMAGES, **answers.DAMAGES, **read_model.DAMAGES, **deliveries.DAMAGES, **invocations.DAMAGES}
"""The rule that each breaks."""
