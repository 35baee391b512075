"""The declared model, its SQL, and its m and u probabilities."""
