"""The command line beyond `flows.cli`: its groups, what every command shares, and its Chinese."""
