"""How right links are, held against known truth or against reviewers."""
