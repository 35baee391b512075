-- Pack that a period was published with. Grain: one row. Inputs: runs; $period.
SELECT pack, pack_version FROM runs WHERE period = $period;
