"""Policy packs and the engine that turns them into alerts."""
