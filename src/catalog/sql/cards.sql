-- Nearly every card fits into its row, where it is read without unpacking.
ALTER TABLE product_cards ALTER COLUMN card SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE product_cards SET (toast_tuple_target = 8160);
--> statement-breakpoint
-- A card says what its search document is filtered by, whoever changes that.
CREATE OR REPLACE FUNCTION document_shows_in_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE product_cards c
  SET seller_country = NEW.seller_country, price_minor = NEW.price_minor, currency = NEW.currency,
    sold_count = NEW.sold_count
  WHERE c.product_id = NEW.product_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER document_shows_in_card
  AFTER UPDATE OF seller_country, price_minor, currency, sold_count ON search_documents
  FOR EACH ROW WHEN ((OLD.seller_country, OLD.price_minor, OLD.currency, OLD.sold_count)
    IS DISTINCT FROM (NEW.seller_country, NEW.price_minor, NEW.currency, NEW.sold_count))
  EXECUTE FUNCTION document_shows_in_card();
--> statement-breakpoint
