-- Placing orders updates these rows all the time: room on their pages keeps the updates in place.
ALTER TABLE stock_levels SET (fillfactor = 50);
--> statement-breakpoint
-- The last unit sold, or the first one back, is seen by the next search. Orders know no index, and the
-- condition leaves every other movement of stock alone.
CREATE OR REPLACE FUNCTION stock_shows_in_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_documents d
  SET is_in_stock = EXISTS (
    SELECT FROM variants v JOIN stock_levels k ON k.variant_id = v.id
    WHERE v.product_id = d.product_id AND v.status = 'active' AND k.available > 0)
  WHERE d.product_id = (SELECT product_id FROM variants WHERE id = NEW.variant_id);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER stock_shows_in_search
  AFTER UPDATE OF available ON stock_levels
  FOR EACH ROW WHEN ((OLD.available > 0) IS DISTINCT FROM (NEW.available > 0))
  EXECUTE FUNCTION stock_shows_in_search();
