"""What an operator has in hand: alarms, log lines, metrics, traces, and the runbook's commands."""
