// Only improves.
