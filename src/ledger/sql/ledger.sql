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
