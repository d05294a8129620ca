"""Ten thousand commands through every fault that the local AWS knows."""
