-- Attributes of many a product are compressed, which lz4 does ten times as fast as PostgreSQL's own
-- method; a server built without it keeps that.
DO $$
BEGIN
  ALTER TABLE products ALTER COLUMN attributes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END
$$;
