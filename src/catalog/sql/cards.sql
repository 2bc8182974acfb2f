-- Nearly every card fits into its row, where it is read without unpacking.
ALTER TABLE product_cards ALTER COLUMN card SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE product_cards SET (toast_tuple_target = 8160);
--> statement-breakpoint
