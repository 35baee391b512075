"""Link persons in department rows to members of registered households."""
