-- One number for all estimated figures that links are weighed by.
-- Grain: one row.
-- Reads: linkage.parameters, linkage.term_frequencies.
SELECT hash(
    (SELECT bit_xor(hash(source, comparison, level, m, u)) FROM linkage.parameters),
    (SELECT bit_xor(hash(comparison, value, frequency)) FROM linkage.term_frequencies)
)
