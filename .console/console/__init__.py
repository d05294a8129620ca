"""The console: a page on this machine that shows a deployment, with the rights of whoever starts it."""
