"""m, u and priors, counted in the county's own rows and watched for drift."""
