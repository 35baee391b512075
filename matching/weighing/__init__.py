"""The declared model, its SQL, and the m and u that it weighs by."""
