"""All people of a county in one frame, for counting one by one."""

import polars as pl

from flows.demo.people.people import Population


def everybody(population: Population) -> pl.DataFrame:
    """All people with their village and household number; every outsider has a number of their own."""
    alone = population.households.height + pl.int_range(pl.len())
    place = population.places.gather(population.people["place"])
    return population.people.with_columns(home=pl.coalesce("household", alone), village=place)
