CREATE SEQUENCE "public"."event_positions" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mode" text NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"seller_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"path" text[] NOT NULL,
	"ancestor_ids" uuid[] NOT NULL,
	"path_key" text NOT NULL,
	"google_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "categories_pathKey_unique" UNIQUE("path_key")
);
--> statement-breakpoint
CREATE TABLE "import_chunks" (
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_import_id_position_pk" PRIMARY KEY("import_id","position")
);
--> statement-breakpoint
CREATE TABLE "import_problems" (
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"severity" text NOT NULL,
	"line" integer NOT NULL,
	"column" text,
	"external_id" text,
	"code" text NOT NULL,
	"reason" text NOT NULL,
	"fix" text NOT NULL,
	CONSTRAINT "import_problems_import_id_position_pk" PRIMARY KEY("import_id","position")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"status" text NOT NULL,
	"format" text,
	"file_name" text,
	"is_full" boolean DEFAULT false NOT NULL,
	"currency" text NOT NULL,
	"language" text NOT NULL,
	"bytes_total" bigint,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"batches" integer[] DEFAULT '{}' NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"retired" integer DEFAULT 0 NOT NULL,
	"errors" integer DEFAULT 0 NOT NULL,
	"warnings" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "product_sales" (
	"day" date NOT NULL,
	"product_id" uuid NOT NULL,
	"units" integer NOT NULL,
	CONSTRAINT "product_sales_day_product_id_pk" PRIMARY KEY("day","product_id")
);
--> statement-breakpoint
CREATE TABLE "product_cards" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"price_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"ships_from" text,
	"seller_country" text,
	"sold_count" integer NOT NULL,
	"language" text NOT NULL,
	"variant_ids" uuid[] NOT NULL,
	"card" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_texts" (
	"product_id" uuid NOT NULL,
	"language" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "product_texts_product_id_language_pk" PRIMARY KEY("product_id","language")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"brand" text,
	"mpn" text,
	"gtins" text[] DEFAULT '{}' NOT NULL,
	"category_id" uuid,
	"language" text DEFAULT 'en' NOT NULL,
	"attributes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"images" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"condition" text DEFAULT 'new' NOT NULL,
	"hs_code" text,
	"origin_country" text,
	"ships_from" text,
	"restrictions" text[] DEFAULT '{}' NOT NULL,
	"rating_average" double precision,
	"rating_count" integer DEFAULT 0 NOT NULL,
	"sold_count" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"content_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "products_sellerId_externalId_unique" UNIQUE("seller_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "saved_searches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"name" text NOT NULL,
	"search" jsonb NOT NULL,
	"match_count" integer DEFAULT 0 NOT NULL,
	"last_match_at" timestamp (3) with time zone,
	"checked_until" timestamp (3) with time zone NOT NULL,
	"told_product_ids" uuid[] DEFAULT '{}' NOT NULL,
	"next_check_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock_levels" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"available" integer NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stock_available_not_negative" CHECK ("stock_levels"."available" >= 0),
	CONSTRAINT "stock_held_not_negative" CHECK ("stock_levels"."held" >= 0)
);
--> statement-breakpoint
CREATE TABLE "variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"gtin" text,
	"mpn" text,
	"options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"price_minor" bigint NOT NULL,
	"compare_at_price_minor" bigint,
	"currency" text NOT NULL,
	"weight_grams" integer,
	"length_mm" integer,
	"width_mm" integer,
	"height_mm" integer,
	"position" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"price_observed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "variants_sellerId_sku_unique" UNIQUE("seller_id","sku"),
	CONSTRAINT "variants_price_not_negative" CHECK ("variants"."price_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"key" text NOT NULL,
	"operation" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_mode_key_pk" PRIMARY KEY("account_id","mode","key")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"position" bigint,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"relayed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "parcel_lines" (
	"parcel_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "parcel_lines_parcel_id_order_line_id_pk" PRIMARY KEY("parcel_id","order_line_id"),
	CONSTRAINT "parcel_lines_quantity" CHECK ("parcel_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "parcel_tracking_numbers" (
	"parcel_id" uuid NOT NULL,
	"number" text NOT NULL,
	"carrier" text NOT NULL,
	"carrier_name" text NOT NULL,
	"position" smallint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parcel_tracking_numbers_parcel_id_number_pk" PRIMARY KEY("parcel_id","number")
);
--> statement-breakpoint
CREATE TABLE "parcels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shipment_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"position" smallint NOT NULL,
	"carrier" text NOT NULL,
	"carrier_name" text NOT NULL,
	"service" text,
	"weight_grams" integer,
	"length_mm" integer,
	"width_mm" integer,
	"height_mm" integer,
	"ship_from" text,
	"ship_to" text,
	"state" text DEFAULT 'labelCreated' NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"handed_over_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"last_event_at" timestamp (3) with time zone,
	"sequence" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parcels_sequence" CHECK ("parcels"."sequence" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"note" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parcel_id" uuid NOT NULL,
	"state" text NOT NULL,
	"raw_code" text,
	"description" text,
	"place" text,
	"country" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"utc_offset_minutes" smallint,
	"source" text NOT NULL,
	"carrier" text,
	"tracking_number" text,
	"dedupe_key" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "charge_prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"fee" text NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"plan" text,
	"months" integer,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "charge_prices_amount" CHECK ("charge_prices"."amount_minor" > 0),
	CONSTRAINT "charge_prices_plan" CHECK (("charge_prices"."plan" is null) = ("charge_prices"."months" is null))
);
--> statement-breakpoint
CREATE TABLE "chargebacks" (
	"provider" text NOT NULL,
	"reference" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text,
	"status" text NOT NULL,
	"owed_minor" bigint DEFAULT 0 NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"reinstated_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "chargebacks_provider_reference_pk" PRIMARY KEY("provider","reference"),
	CONSTRAINT "chargebacks_amount" CHECK ("chargebacks"."amount_minor" > 0),
	CONSTRAINT "chargebacks_owed" CHECK ("chargebacks"."owed_minor" between 0 and "chargebacks"."amount_minor")
);
--> statement-breakpoint
CREATE TABLE "fee_policies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"category_id" uuid,
	"plan" text,
	"currency" text,
	"basis_points" integer NOT NULL,
	"fixed_minor" bigint DEFAULT 0 NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone,
	"note" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fee_policies_basis_points" CHECK ("fee_policies"."basis_points" between 0 and 10000),
	CONSTRAINT "fee_policies_fixed" CHECK ("fee_policies"."fixed_minor" >= 0),
	CONSTRAINT "fee_policies_fixed_currency" CHECK ("fee_policies"."fixed_minor" = 0 or "fee_policies"."currency" is not null)
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"transaction_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"account" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_entries_transaction_id_position_pk" PRIMARY KEY("transaction_id","position"),
	CONSTRAINT "ledger_entries_amount_not_zero" CHECK ("ledger_entries"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"order_id" uuid,
	"subject_id" uuid,
	"dedupe_key" text,
	"memo" text,
	"occurred_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_notices" (
	"provider" text NOT NULL,
	"notice_id" text NOT NULL,
	"type" text NOT NULL,
	"reference" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_notices_provider_notice_id_pk" PRIMARY KEY("provider","notice_id")
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"return_url" text,
	"status" text NOT NULL,
	"provider" text NOT NULL,
	"provider_reference" text,
	"client_secret" text,
	"redirect_url" text,
	"request_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_reference" text,
	CONSTRAINT "payments_request" UNIQUE("account_id","mode","request_key"),
	CONSTRAINT "payments_amount" CHECK ("payments"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "wallets_account_mode_currency" UNIQUE("account_id","mode","currency"),
	CONSTRAINT "wallets_balance_not_negative" CHECK ("wallets"."balance_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "address_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cancellations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"refund_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"respond_by" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"product_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"category_id" uuid,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"options" jsonb NOT NULL,
	"image_url" text,
	"hs_code" text,
	"quantity" integer NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"goods_minor" bigint NOT NULL,
	"duties_minor" bigint NOT NULL,
	"taxes_minor" bigint NOT NULL,
	"cancelled_quantity" integer DEFAULT 0 NOT NULL,
	"shipped_quantity" integer DEFAULT 0 NOT NULL,
	"delivered_quantity" integer DEFAULT 0 NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "order_lines_quantity_positive" CHECK ("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_units_within_quantity" CHECK ("order_lines"."cancelled_quantity" >= 0 and "order_lines"."shipped_quantity" >= 0
        and "order_lines"."cancelled_quantity" + "order_lines"."shipped_quantity" <= "order_lines"."quantity"
        and "order_lines"."delivered_quantity" between 0 and "order_lines"."shipped_quantity")
);
--> statement-breakpoint
CREATE TABLE "order_moves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid,
	"move" text NOT NULL,
	"status" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text,
	"moved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"quote_id" uuid,
	"client_reference" text,
	"currency" text NOT NULL,
	"goods_minor" bigint NOT NULL,
	"shipping_minor" bigint NOT NULL,
	"duties_minor" bigint NOT NULL,
	"taxes_minor" bigint NOT NULL,
	"fees_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"charge_minor" bigint NOT NULL,
	"charge_currency" text NOT NULL,
	"rates" jsonb NOT NULL,
	"shipping_address" jsonb NOT NULL,
	"destination_country" text NOT NULL,
	"note" text,
	"affiliate_click_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"request" jsonb NOT NULL,
	"price" jsonb NOT NULL,
	"rates" jsonb NOT NULL,
	"is_holding_stock" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"order_id" uuid,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "seller_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"seller_account_id" uuid,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"acceptance" text DEFAULT 'pending' NOT NULL,
	"after_sale" text DEFAULT 'none' NOT NULL,
	"currency" text NOT NULL,
	"goods_minor" bigint NOT NULL,
	"shipping_minor" bigint NOT NULL,
	"duties_minor" bigint NOT NULL,
	"taxes_minor" bigint NOT NULL,
	"fees_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"refunded_goods_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_shipping_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_duties_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_taxes_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_fees_minor" bigint DEFAULT 0 NOT NULL,
	"settlement_currency" text NOT NULL,
	"settlement_goods_minor" bigint NOT NULL,
	"settlement_shipping_minor" bigint NOT NULL,
	"seller_fee_minor" bigint NOT NULL,
	"transaction_fee_minor" bigint NOT NULL,
	"affiliate_id" uuid,
	"affiliate_share_minor" bigint DEFAULT 0 NOT NULL,
	"shipping_option" jsonb NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"accept_by" timestamp (3) with time zone NOT NULL,
	"ship_by" timestamp (3) with time zone NOT NULL,
	"delivery_p_50_at" timestamp (3) with time zone NOT NULL,
	"deliver_by" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"rejected_at" timestamp (3) with time zone,
	"back_ordered_until" timestamp (3) with time zone,
	"held_at" timestamp (3) with time zone,
	"hold_reason" text,
	"first_shipped_at" timestamp (3) with time zone,
	"shipped_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"cancelled_by" text,
	"protection_ends_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock_holds" (
	"quote_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "stock_holds_quote_id_variant_id_pk" PRIMARY KEY("quote_id","variant_id"),
	CONSTRAINT "stock_holds_quantity_positive" CHECK ("stock_holds"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "charges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"code" text NOT NULL,
	"fee" text NOT NULL,
	"name" text NOT NULL,
	"quantity" integer NOT NULL,
	"currency" text NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"paid_from" text NOT NULL,
	"plan_until" timestamp (3) with time zone,
	"renews_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "charges_total" CHECK ("charges"."total_minor" > 0 and "charges"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "payout_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"minimum_minor" bigint NOT NULL,
	"earned_before" timestamp (3) with time zone NOT NULL,
	"payout_count" integer NOT NULL,
	"total_minor" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"batch_id" uuid NOT NULL,
	"payee_kind" text NOT NULL,
	"payee_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"external_reference" text,
	"failure_reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"processing_at" timestamp (3) with time zone,
	"paid_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	CONSTRAINT "payouts_amount" CHECK ("payouts"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "dispute_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dispute_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"amount_minor" bigint,
	"note" text,
	"evidence" jsonb NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"seller_account_id" uuid,
	"mode" text NOT NULL,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"description" text NOT NULL,
	"currency" text NOT NULL,
	"lines" jsonb NOT NULL,
	"shipping_minor" bigint NOT NULL,
	"fees_minor" bigint NOT NULL,
	"claimed_minor" bigint NOT NULL,
	"offered_minor" bigint,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"decision_note" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "disputes_claimed" CHECK ("disputes"."claimed_minor" > 0),
	CONSTRAINT "disputes_refunded" CHECK ("disputes"."refunded_minor" between 0 and "disputes"."claimed_minor")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"dispute_id" uuid,
	"account_id" uuid NOT NULL,
	"seller_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"currency" text NOT NULL,
	"goods_minor" bigint NOT NULL,
	"shipping_minor" bigint NOT NULL,
	"duties_minor" bigint NOT NULL,
	"taxes_minor" bigint NOT NULL,
	"fees_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refunds_total" CHECK ("refunds"."total_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "sandbox_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"seller_order_id" uuid NOT NULL,
	"parcel_id" uuid,
	"step" jsonb NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"skipped" text
);
--> statement-breakpoint
CREATE TABLE "sandbox_stock_outs" (
	"account_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sandbox_stock_outs_account_id_variant_id_pk" PRIMARY KEY("account_id","variant_id")
);
--> statement-breakpoint
CREATE TABLE "sandboxes" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"offset_ms" bigint DEFAULT 0 NOT NULL,
	"step_ms" integer DEFAULT 700 NOT NULL,
	"are_sellers_simulated" boolean DEFAULT true NOT NULL,
	"are_carriers_simulated" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_attributes" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"entries" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_documents" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"terms" "tsvector" NOT NULL,
	"codes" text[] NOT NULL,
	"boost" real NOT NULL,
	"seller_weight" real NOT NULL,
	"seller_country" text,
	"brand" text,
	"brand_key" text,
	"category_ids" uuid[] NOT NULL,
	"price_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"is_in_stock" boolean NOT NULL,
	"ships_from" text,
	"condition" text NOT NULL,
	"restrictions" text[] NOT NULL,
	"weight_grams" integer,
	"volume_mm3" double precision,
	"rating_average" real,
	"rating_count" integer NOT NULL,
	"sold_count" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_sellers" (
	"seller_id" uuid PRIMARY KEY NOT NULL,
	"weight" real DEFAULT 1 NOT NULL,
	"country" text
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_words_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"language" text NOT NULL,
	"folds_up_to" bigint,
	"documents" integer NOT NULL,
	"words" text[] NOT NULL,
	"counts" integer[] NOT NULL,
	"written_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_tallies" (
	"kind" text PRIMARY KEY NOT NULL,
	"tally" jsonb NOT NULL,
	"tallied_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seller_outcomes" (
	"seller_order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"seller_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"is_problem" boolean NOT NULL,
	"reason" text NOT NULL,
	"known_at" timestamp (3) with time zone NOT NULL,
	"excused_at" timestamp (3) with time zone,
	"excused_by" uuid,
	"excuse" text,
	"counted_at" timestamp (3) with time zone,
	CONSTRAINT "seller_outcomes_seller_order_id_kind_pk" PRIMARY KEY("seller_order_id","kind")
);
--> statement-breakpoint
CREATE TABLE "seller_score_months" (
	"seller_id" uuid NOT NULL,
	"month" text NOT NULL,
	"expected_score" double precision NOT NULL,
	"score" double precision,
	"orders_known" integer NOT NULL,
	"counts" jsonb,
	"scored_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "seller_score_months_seller_id_month_pk" PRIMARY KEY("seller_id","month")
);
--> statement-breakpoint
CREATE TABLE "seller_status_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sellers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text,
	"country" text,
	"currency" text NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"status" text NOT NULL,
	"contact_email" text,
	"website" text,
	"identity" jsonb,
	"acceptance_hours" integer DEFAULT 48 NOT NULL,
	"is_auto_accepting" boolean DEFAULT false NOT NULL,
	"handling_days" integer DEFAULT 3 NOT NULL,
	"plan" text DEFAULT 'standard' NOT NULL,
	"plan_until" timestamp (3) with time zone,
	"expected_score" double precision DEFAULT 88 NOT NULL,
	"score" double precision,
	"percentile" double precision,
	"orders_known" integer DEFAULT 0 NOT NULL,
	"scored_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sellers_handling_days" CHECK ("sellers"."handling_days" between 0 and 60),
	CONSTRAINT "sellers_acceptance_hours" CHECK ("sellers"."acceptance_hours" between 1 and 240)
);
--> statement-breakpoint
CREATE TABLE "delivery_life_tables" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"at_risk" real[] NOT NULL,
	"done" real[] NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "delivery_life_tables_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "duty_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"destinations" text[] NOT NULL,
	"ships_from" text[] NOT NULL,
	"ships_from_except" text[] NOT NULL,
	"hs_prefix" text NOT NULL,
	"value_over_minor" bigint,
	"value_up_to_minor" bigint,
	"currency" text NOT NULL,
	"basis_points" integer NOT NULL,
	"per_heading_minor" bigint NOT NULL,
	"base" text NOT NULL,
	"checkout_up_to_minor" bigint,
	"is_estimate" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"source" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "duty_rules_rate" CHECK ("duty_rules"."basis_points" between 0 and 100000)
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"base" text NOT NULL,
	"quote" text NOT NULL,
	"date" date NOT NULL,
	"rate" numeric(30, 12) NOT NULL,
	"source" text NOT NULL,
	"imported_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exchange_rates_base_quote_date_pk" PRIMARY KEY("base","quote","date"),
	CONSTRAINT "exchange_rates_positive" CHECK ("exchange_rates"."rate" > 0)
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"name" text PRIMARY KEY NOT NULL,
	"version" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "restriction_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"restriction" text NOT NULL,
	"destinations" text[] NOT NULL,
	"reason" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"source" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipping_rates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"countries" text[] NOT NULL,
	"currency" text NOT NULL,
	"base_minor" bigint NOT NULL,
	"per_kg_minor" bigint NOT NULL,
	"volumetric_divisor" integer,
	"max_weight_grams" integer,
	"free_over_minor" bigint,
	"min_days" integer NOT NULL,
	"max_days" integer NOT NULL,
	CONSTRAINT "shipping_rates_days" CHECK ("shipping_rates"."min_days" between 0 and "shipping_rates"."max_days"),
	CONSTRAINT "shipping_rates_price" CHECK ("shipping_rates"."base_minor" >= 0 and "shipping_rates"."per_kg_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shipping_services" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seller_id" uuid,
	"code" text NOT NULL,
	"carrier" text NOT NULL,
	"name" text NOT NULL,
	"ship_from" text,
	"handling_days" integer NOT NULL,
	"is_tracked" boolean NOT NULL,
	"incoterm" text NOT NULL,
	"accepted_restrictions" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shipping_services_code" UNIQUE NULLS NOT DISTINCT("seller_id","code"),
	CONSTRAINT "shipping_services_handling" CHECK ("shipping_services"."handling_days" between 0 and 60)
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"delivery_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"error" text,
	"response_body" text
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp (3) with time zone NOT NULL,
	"lease_token" uuid,
	"delivered_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_deliveries_event" UNIQUE("endpoint_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"seller_id" uuid,
	"url" text NOT NULL,
	"description" text,
	"event_types" text[] NOT NULL,
	"payload" text NOT NULL,
	"max_per_second" integer,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_expires_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"paused_reason" text,
	"failing_since" timestamp (3) with time zone,
	"held_until" timestamp (3) with time zone,
	"rate_at" timestamp (3) with time zone,
	"last_claimed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_problems" ADD CONSTRAINT "import_problems_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_sales" ADD CONSTRAINT "product_sales_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variants" ADD CONSTRAINT "variants_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcel_lines" ADD CONSTRAINT "parcel_lines_parcel_id_parcels_id_fk" FOREIGN KEY ("parcel_id") REFERENCES "public"."parcels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcel_tracking_numbers" ADD CONSTRAINT "parcel_tracking_numbers_parcel_id_parcels_id_fk" FOREIGN KEY ("parcel_id") REFERENCES "public"."parcels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "public"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tracking_events" ADD CONSTRAINT "tracking_events_parcel_id_parcels_id_fk" FOREIGN KEY ("parcel_id") REFERENCES "public"."parcels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chargebacks" ADD CONSTRAINT "chargebacks_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_changes" ADD CONSTRAINT "address_changes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cancellations" ADD CONSTRAINT "cancellations_seller_order_id_seller_orders_id_fk" FOREIGN KEY ("seller_order_id") REFERENCES "public"."seller_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_seller_order_id_seller_orders_id_fk" FOREIGN KEY ("seller_order_id") REFERENCES "public"."seller_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_moves" ADD CONSTRAINT "order_moves_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seller_orders" ADD CONSTRAINT "seller_orders_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_holds" ADD CONSTRAINT "stock_holds_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_batch_id_payout_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."payout_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_steps" ADD CONSTRAINT "dispute_steps_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seller_score_months" ADD CONSTRAINT "seller_score_months_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seller_status_changes" ADD CONSTRAINT "seller_status_changes_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipping_rates" ADD CONSTRAINT "shipping_rates_service_id_shipping_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."shipping_services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_webhook_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_keys_account" ON "api_keys" USING btree ("account_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_keys_seller" ON "api_keys" USING btree ("seller_id") WHERE seller_id is not null;--> statement-breakpoint
CREATE INDEX "categories_parent_id_index" ON "categories" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "imports_seller_id_id_index" ON "imports" USING btree ("seller_id","id");--> statement-breakpoint
CREATE INDEX "imports_status_index" ON "imports" USING btree ("status");--> statement-breakpoint
CREATE INDEX "products_category_id_index" ON "products" USING btree ("category_id");--> statement-breakpoint
CREATE INDEX "products_retired" ON "products" USING btree ("seller_id","external_id") WHERE status = 'retired';--> statement-breakpoint
CREATE INDEX "saved_searches_account" ON "saved_searches" USING btree ("account_id","mode","id");--> statement-breakpoint
CREATE INDEX "saved_searches_due" ON "saved_searches" USING btree ("next_check_at");--> statement-breakpoint
CREATE INDEX "variants_product_id_index" ON "variants" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "variants_gtin14" ON "variants" USING btree (lpad("gtin", 14, '0'));--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_unplaced" ON "events" USING btree ("account_id","mode","sequence") WHERE position is null;--> statement-breakpoint
CREATE INDEX "events_waiting" ON "events" USING btree ("position") WHERE relayed_at is null;--> statement-breakpoint
CREATE INDEX "events_account" ON "events" USING btree ("account_id","mode","position");--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("subject_id","position");--> statement-breakpoint
CREATE INDEX "parcel_lines_order_line" ON "parcel_lines" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "parcel_tracking_numbers_number" ON "parcel_tracking_numbers" USING btree ("number");--> statement-breakpoint
CREATE INDEX "parcels_shipment" ON "parcels" USING btree ("shipment_id","position");--> statement-breakpoint
CREATE INDEX "parcels_order" ON "parcels" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "parcels_seller_order" ON "parcels" USING btree ("seller_order_id");--> statement-breakpoint
CREATE INDEX "parcels_account" ON "parcels" USING btree ("account_id","mode","id");--> statement-breakpoint
CREATE INDEX "parcels_seller" ON "parcels" USING btree ("seller_id","mode","id");--> statement-breakpoint
CREATE INDEX "parcels_test_undelivered" ON "parcels" USING btree ("id") WHERE mode = 'test' and delivered_at is null;--> statement-breakpoint
CREATE INDEX "parcels_silent" ON "parcels" USING btree ("last_event_at") WHERE delivered_at is null;--> statement-breakpoint
CREATE INDEX "shipments_order" ON "shipments" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "shipments_seller_order" ON "shipments" USING btree ("seller_order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tracking_events_dedupe" ON "tracking_events" USING btree ("parcel_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "tracking_events_parcel" ON "tracking_events" USING btree ("parcel_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "charge_prices_code" ON "charge_prices" USING btree ("code","currency","valid_from");--> statement-breakpoint
CREATE INDEX "fee_policies_kind" ON "fee_policies" USING btree ("kind","valid_from");--> statement-breakpoint
CREATE INDEX "ledger_entries_account" ON "ledger_entries" USING btree ("account","owner_id","mode","currency","occurred_at","transaction_id","amount_minor");--> statement-breakpoint
CREATE INDEX "ledger_transactions_order" ON "ledger_transactions" USING btree ("order_id") WHERE "ledger_transactions"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transactions_subject" ON "ledger_transactions" USING btree ("subject_id") WHERE "ledger_transactions"."subject_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transactions_dedupe" ON "ledger_transactions" USING btree ("dedupe_key") WHERE "ledger_transactions"."dedupe_key" is not null;--> statement-breakpoint
CREATE INDEX "payments_settled_reference" ON "payments" USING btree ("provider","settled_reference") WHERE "payments"."settled_reference" is not null;--> statement-breakpoint
CREATE INDEX "address_changes_order" ON "address_changes" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "cancellations_order" ON "cancellations" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cancellations_open" ON "cancellations" USING btree ("seller_order_id") WHERE status = 'requested';--> statement-breakpoint
CREATE INDEX "order_lines_order" ON "order_lines" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_moves_order" ON "order_moves" USING btree ("order_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_client_reference" ON "orders" USING btree ("account_id","mode","client_reference") WHERE client_reference is not null;--> statement-breakpoint
CREATE INDEX "orders_account" ON "orders" USING btree ("account_id","mode","id");--> statement-breakpoint
CREATE INDEX "quotes_holding" ON "quotes" USING btree ("expires_at") WHERE is_holding_stock and settled_at is null;--> statement-breakpoint
CREATE INDEX "seller_orders_order" ON "seller_orders" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "seller_orders_seller" ON "seller_orders" USING btree ("seller_id","mode","id");--> statement-breakpoint
CREATE INDEX "seller_orders_due" ON "seller_orders" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "seller_orders_test_due" ON "seller_orders" USING btree ("due_at") WHERE mode = 'test' and due_at is not null;--> statement-breakpoint
CREATE INDEX "seller_orders_test_unshipped" ON "seller_orders" USING btree ("id") WHERE mode = 'test' and shipped_at is null and cancelled_at is null;--> statement-breakpoint
CREATE INDEX "seller_orders_unshipped" ON "seller_orders" USING btree ("ship_by") WHERE shipped_at is null and cancelled_at is null;--> statement-breakpoint
CREATE INDEX "charges_seller" ON "charges" USING btree ("seller_id","id");--> statement-breakpoint
CREATE INDEX "charges_renewing" ON "charges" USING btree ("renews_at") WHERE "charges"."renews_at" is not null;--> statement-breakpoint
CREATE INDEX "payout_batches_list" ON "payout_batches" USING btree ("mode","id");--> statement-breakpoint
CREATE INDEX "payouts_batch" ON "payouts" USING btree ("batch_id","id");--> statement-breakpoint
CREATE INDEX "payouts_payee" ON "payouts" USING btree ("payee_kind","payee_id","mode","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_on_the_way" ON "payouts" USING btree ("payee_kind","payee_id","mode","currency") WHERE status in ('pending', 'processing');--> statement-breakpoint
CREATE INDEX "dispute_steps_dispute" ON "dispute_steps" USING btree ("dispute_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "disputes_open" ON "disputes" USING btree ("seller_order_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "disputes_order" ON "disputes" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "disputes_account" ON "disputes" USING btree ("account_id","mode","id");--> statement-breakpoint
CREATE INDEX "disputes_seller" ON "disputes" USING btree ("seller_id","mode","id");--> statement-breakpoint
CREATE INDEX "disputes_due" ON "disputes" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "refunds_order" ON "refunds" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "sandbox_steps_due" ON "sandbox_steps" USING btree ("due_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "sandbox_steps_seller_order" ON "sandbox_steps" USING btree ("seller_order_id");--> statement-breakpoint
CREATE INDEX "sandbox_steps_parcel" ON "sandbox_steps" USING btree ("parcel_id") WHERE parcel_id is not null;--> statement-breakpoint
CREATE INDEX "search_documents_terms" ON "search_documents" USING gin ("terms");--> statement-breakpoint
CREATE INDEX "search_documents_seller" ON "search_documents" USING btree ("seller_id");--> statement-breakpoint
CREATE INDEX "search_documents_brand" ON "search_documents" USING btree ("brand_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_documents_newest" ON "search_documents" USING btree ("created_at" DESC NULLS FIRST,"product_id");--> statement-breakpoint
CREATE INDEX "search_documents_sold" ON "search_documents" USING btree ("sold_count" DESC NULLS FIRST,"product_id");--> statement-breakpoint
CREATE INDEX "seller_outcomes_seller" ON "seller_outcomes" USING btree ("seller_id","mode","kind","known_at");--> statement-breakpoint
CREATE INDEX "seller_outcomes_known" ON "seller_outcomes" USING btree ("mode","kind","known_at");--> statement-breakpoint
CREATE INDEX "seller_outcomes_uncounted" ON "seller_outcomes" USING btree ("seller_id") WHERE counted_at is null;--> statement-breakpoint
CREATE INDEX "seller_status_changes_seller" ON "seller_status_changes" USING btree ("seller_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sellers_slug" ON "sellers" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "sellers_account" ON "sellers" USING btree ("account_id") WHERE account_id is not null;--> statement-breakpoint
CREATE INDEX "sellers_expected_score" ON "sellers" USING btree ("expected_score" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "sellers_name" ON "sellers" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "sellers_hidden" ON "sellers" USING btree ("id") WHERE status <> 'vetted';--> statement-breakpoint
CREATE INDEX "shipping_rates_service" ON "shipping_rates" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "webhook_attempts_delivery" ON "webhook_attempts" USING btree ("delivery_id","number");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("endpoint_id","run_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_leased" ON "webhook_deliveries" USING btree ("endpoint_id") WHERE lease_token is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint" ON "webhook_deliveries" USING btree ("endpoint_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created" ON "webhook_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_event_id" ON "webhook_deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_account" ON "webhook_endpoints" USING btree ("account_id","mode","id");--> statement-breakpoint
-- Attributes of many a product are compressed, which lz4 does ten times as fast as PostgreSQL's own
-- method; a server built without it keeps that.
DO $$
BEGIN
  ALTER TABLE products ALTER COLUMN attributes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END
$$;
--> statement-breakpoint
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
--> statement-breakpoint
-- Stored replies are written at every keyed write and hardly ever read: compressing one took half of
-- the database's time for a whole order (measured), while its disk space is freed after 48 hours.
ALTER TABLE idempotency_keys ALTER COLUMN body SET STORAGE EXTERNAL;
--> statement-breakpoint
-- What drizzle cannot say: entries balance, and nothing that was booked is ever changed.

-- Entries are inserted whole transactions at a time, so a check per statement keeps every transaction
-- at zero for ever and costs one call per posting, not one per row.
CREATE OR REPLACE FUNCTION ledger_entries_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken uuid;
BEGIN
  SELECT e.transaction_id INTO broken
  FROM added e
  LEFT JOIN ledger_transactions t
    ON t.id = e.transaction_id AND t.currency = e.currency AND t.mode = e.mode
  GROUP BY e.transaction_id
  HAVING sum(e.amount_minor) <> 0 OR count(t.id) <> count(*)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'ledger transaction % does not balance in its own currency and mode', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_must_balance';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_must_balance
  AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_must_balance();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append only: % on % is refused; post a correcting transaction', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_is_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
--> statement-breakpoint
CREATE TRIGGER ledger_transactions_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
--> statement-breakpoint
-- What the platform takes until the operator says otherwise: 5 % of goods (3 % on the premium plan) and
-- 0.9 % of each sale from the seller, nothing from the payer.
INSERT INTO fee_policies (id, kind, plan, basis_points, valid_from, note) VALUES
  ('00000000-0000-7000-8000-0000000000f1', 'sellerFee', NULL, 500, '1970-01-01T00:00:00Z', 'default'),
  ('00000000-0000-7000-8000-0000000000f2', 'transactionFee', NULL, 90, '1970-01-01T00:00:00Z', 'default'),
  ('00000000-0000-7000-8000-0000000000f3', 'serviceFee', NULL, 0, '1970-01-01T00:00:00Z', 'default'),
  ('00000000-0000-7000-8000-0000000000f4', 'sellerFee', 'premium', 300, '1970-01-01T00:00:00Z', 'default')
ON CONFLICT (id) DO NOTHING;
--> statement-breakpoint
INSERT INTO charge_prices (id, code, fee, name, currency, amount_minor, plan, months, valid_from) VALUES
  ('00000000-0000-7000-8000-0000000000c1', 'premium-month', 'premiumFee', 'Premium plan, one month', 'EUR', 2900, 'premium', 1, '1970-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-0000000000c2', 'premium-month', 'premiumFee', 'Premium plan, one month', 'USD', 2900, 'premium', 1, '1970-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-0000000000c3', 'promotion-day', 'promotionFee', 'Promotion of one product, one day', 'EUR', 500, NULL, NULL, '1970-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-0000000000c4', 'promotion-day', 'promotionFee', 'Promotion of one product, one day', 'USD', 500, NULL, NULL, '1970-01-01T00:00:00Z')
ON CONFLICT (id) DO NOTHING;
--> statement-breakpoint
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
