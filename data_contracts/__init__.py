"""What each source promises, and the checks made from those promises."""
