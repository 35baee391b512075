"""What villages, townships and the county office of the demonstration write into the lists, and send back."""
