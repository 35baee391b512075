"""How accurate the links are, compared with known truth or with reviewers' decisions."""
