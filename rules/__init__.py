"""Policy packs, and the engine that applies them to raise alerts."""
