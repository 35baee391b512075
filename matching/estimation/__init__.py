"""m, u and priors counted in the county itself, and watched."""
