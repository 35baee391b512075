"""Lists that came back: reading them, and doing so every day."""
