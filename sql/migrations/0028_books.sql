-- The lists of every period as they were last written, so that a period run again takes over those which did not change.
-- Grain: one workbook.
CREATE TABLE built.books (
    period  VARCHAR NOT NULL,
    path    VARCHAR NOT NULL, -- below outbox/<period>/
    content VARCHAR NOT NULL, -- digest of all that it shows and of the program that writes it
    sha256  VARCHAR NOT NULL  -- of the file as it was written: staff may have changed it since
);
