-- Corrections are new rows (decisions.md 2): what stands in these tables is never changed, deleted or cut off.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change('ledger entries are never changed');
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change('ledger entries are never deleted');
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('ledger entries are never deleted');
--> statement-breakpoint
CREATE TRIGGER payout_items_no_update BEFORE UPDATE ON payout_items FOR EACH ROW EXECUTE FUNCTION refuse_change('payout items are never changed');
--> statement-breakpoint
CREATE TRIGGER payout_items_no_delete BEFORE DELETE ON payout_items FOR EACH ROW EXECUTE FUNCTION refuse_change('payout items are never deleted');
--> statement-breakpoint
CREATE TRIGGER payout_items_no_truncate BEFORE TRUNCATE ON payout_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('payout items are never deleted');
--> statement-breakpoint
CREATE TRIGGER other_movements_no_update BEFORE UPDATE ON other_movements FOR EACH ROW EXECUTE FUNCTION refuse_change('movements of other products are never changed');
--> statement-breakpoint
CREATE TRIGGER other_movements_no_delete BEFORE DELETE ON other_movements FOR EACH ROW EXECUTE FUNCTION refuse_change('movements of other products are never deleted');
--> statement-breakpoint
CREATE TRIGGER other_movements_no_truncate BEFORE TRUNCATE ON other_movements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('movements of other products are never deleted');
--> statement-breakpoint
CREATE TRIGGER period_changes_no_update BEFORE UPDATE ON period_changes FOR EACH ROW EXECUTE FUNCTION refuse_change('the chain of closed months is never changed');
--> statement-breakpoint
CREATE TRIGGER period_changes_no_delete BEFORE DELETE ON period_changes FOR EACH ROW EXECUTE FUNCTION refuse_change('the chain of closed months is never deleted');
--> statement-breakpoint
CREATE TRIGGER period_changes_no_truncate BEFORE TRUNCATE ON period_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the chain of closed months is never deleted');
--> statement-breakpoint
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit is never changed');
--> statement-breakpoint
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit is never deleted');
--> statement-breakpoint
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit is never deleted');
--> statement-breakpoint
-- The rows that writers hold one after the other (write-lock.ts).
INSERT INTO write_locks (name, highest) VALUES ('ledger', 0), ('months', 0), ('audit', 0);
--> statement-breakpoint
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.period <= (SELECT closed_through FROM period_changes ORDER BY seq DESC LIMIT 1) THEN
    RAISE EXCEPTION 'a closed month takes no entry';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_closed_month BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
--> statement-breakpoint
-- The ledger only grows, so what is added with each line is the whole of its sums.
CREATE FUNCTION sum_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sides bigint := (NEW.net_minor <> 0)::int + (NEW.fee_minor <> 0)::int + (NEW.gross_minor <> 0)::int * CASE NEW.kind WHEN 'payout' THEN 3 ELSE 1 END;
  frequency_key text := coalesce(NEW.frequency, '');
  campaign_key text := coalesce(NEW.campaign, '');
  charged_key text := coalesce(NEW.charged_currency, '');
BEGIN
  INSERT INTO ledger_sums (period, currency, kind, frequency, entries, postings, gross_minor, fee_minor, net_minor)
  VALUES (NEW.period, NEW.currency, NEW.kind, frequency_key, 1, sides, NEW.gross_minor, NEW.fee_minor, NEW.net_minor)
  ON CONFLICT (period, currency, kind, frequency)
  DO UPDATE SET entries = ledger_sums.entries + excluded.entries, postings = ledger_sums.postings + excluded.postings, gross_minor = ledger_sums.gross_minor + excluded.gross_minor, fee_minor = ledger_sums.fee_minor + excluded.fee_minor, net_minor = ledger_sums.net_minor + excluded.net_minor;
  INSERT INTO campaign_sums (period, currency, kind, frequency, campaign, charged_currency, entries, postings, gross_minor, fee_minor, net_minor, charged_minor)
  VALUES (NEW.period, NEW.currency, NEW.kind, frequency_key, campaign_key, charged_key, 1, sides, NEW.gross_minor, NEW.fee_minor, NEW.net_minor,
    coalesce(NEW.charged_minor, 0))
  ON CONFLICT (period, currency, kind, frequency, campaign, charged_currency)
  DO UPDATE SET entries = campaign_sums.entries + excluded.entries, postings = campaign_sums.postings + excluded.postings, gross_minor = campaign_sums.gross_minor + excluded.gross_minor, fee_minor = campaign_sums.fee_minor + excluded.fee_minor, net_minor = campaign_sums.net_minor + excluded.net_minor, charged_minor = campaign_sums.charged_minor + excluded.charged_minor;
  INSERT INTO span_sums (hours, slot, currency, kind, frequency, campaign, charged_currency, entries, postings, gross_minor, fee_minor, net_minor, charged_minor)
  SELECT l.hours, NEW.created_at / (l.hours * 3600000::bigint), NEW.currency, NEW.kind, frequency_key, campaign_key, charged_key, 1, sides, NEW.gross_minor,
    NEW.fee_minor, NEW.net_minor, coalesce(NEW.charged_minor, 0)
  FROM (VALUES (1), (24), (672)) AS l (hours)
  ON CONFLICT (hours, slot, currency, kind, frequency, campaign, charged_currency)
  DO UPDATE SET entries = span_sums.entries + excluded.entries, postings = span_sums.postings + excluded.postings, gross_minor = span_sums.gross_minor + excluded.gross_minor, fee_minor = span_sums.fee_minor + excluded.fee_minor, net_minor = span_sums.net_minor + excluded.net_minor, charged_minor = span_sums.charged_minor + excluded.charged_minor;
  INSERT INTO hour_balances (currency, hour, net_minor) VALUES (NEW.currency, NEW.created_at / 3600000, NEW.net_minor)
  ON CONFLICT (currency, hour) DO UPDATE SET net_minor = hour_balances.net_minor + excluded.net_minor;
  -- The lock keeps the pledge where it stands until its line is counted there.
  INSERT INTO status_sums (period, currency, kind, frequency, campaign, status, entries, postings, gross_minor, fee_minor, net_minor)
  SELECT NEW.period, NEW.currency, NEW.kind, frequency_key, campaign_key, p.status, 1, sides, NEW.gross_minor, NEW.fee_minor, NEW.net_minor
  FROM (SELECT status FROM pledges WHERE pledge_id = NEW.pledge_id FOR NO KEY UPDATE) AS p
  ON CONFLICT (period, currency, kind, frequency, campaign, status)
  DO UPDATE SET entries = status_sums.entries + excluded.entries, postings = status_sums.postings + excluded.postings, gross_minor = status_sums.gross_minor + excluded.gross_minor, fee_minor = status_sums.fee_minor + excluded.fee_minor, net_minor = status_sums.net_minor + excluded.net_minor;
  -- Until now the line of the deposit was counted as another product's, or as one that nobody knows.
  INSERT INTO payout_sums (payout_id, kind, items, gross_minor, fee_minor, net_minor)
  SELECT i.payout_id, 'other', -1, -coalesce(o.net_minor, 0), 0, -coalesce(o.net_minor, 0) FROM payout_items i
  LEFT JOIN other_movements o ON o.balance_transaction_id = i.balance_transaction_id
  WHERE i.balance_transaction_id = NEW.stripe_balance_transaction_id
  ON CONFLICT (payout_id, kind) DO UPDATE SET items = payout_sums.items + excluded.items, gross_minor = payout_sums.gross_minor + excluded.gross_minor, fee_minor = payout_sums.fee_minor + excluded.fee_minor, net_minor = payout_sums.net_minor + excluded.net_minor;
  INSERT INTO payout_sums (payout_id, kind, items, gross_minor, fee_minor, net_minor)
  SELECT payout_id, NEW.kind, 1, NEW.gross_minor, NEW.fee_minor, NEW.net_minor FROM payout_items
  WHERE balance_transaction_id = NEW.stripe_balance_transaction_id
  ON CONFLICT (payout_id, kind) DO UPDATE SET items = payout_sums.items + excluded.items, gross_minor = payout_sums.gross_minor + excluded.gross_minor, fee_minor = payout_sums.fee_minor + excluded.fee_minor, net_minor = payout_sums.net_minor + excluded.net_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_sums AFTER INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION sum_entry();
--> statement-breakpoint
CREATE FUNCTION sum_other_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO hour_balances (currency, hour, net_minor) VALUES (NEW.currency, NEW.created_at / 3600000, NEW.net_minor)
  ON CONFLICT (currency, hour) DO UPDATE SET net_minor = hour_balances.net_minor + excluded.net_minor;
  INSERT INTO payout_sums (payout_id, kind, items, gross_minor, fee_minor, net_minor)
  SELECT payout_id, 'other', 0, NEW.net_minor, 0, NEW.net_minor FROM payout_items WHERE balance_transaction_id = NEW.balance_transaction_id
    AND NOT EXISTS (SELECT 1 FROM ledger_entries WHERE stripe_balance_transaction_id = NEW.balance_transaction_id)
  ON CONFLICT (payout_id, kind) DO UPDATE SET items = payout_sums.items + excluded.items, gross_minor = payout_sums.gross_minor + excluded.gross_minor, fee_minor = payout_sums.fee_minor + excluded.fee_minor, net_minor = payout_sums.net_minor + excluded.net_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER other_movements_sums AFTER INSERT ON other_movements FOR EACH ROW EXECUTE FUNCTION sum_other_movement();
--> statement-breakpoint
-- What a line of a deposit is summed under: one definition for triggers, rebuild and verify.
CREATE VIEW payout_rows AS
SELECT i.payout_id, coalesce(e.kind, 'other' COLLATE "C") AS kind, i.balance_transaction_id, coalesce(e.gross_minor, o.net_minor, 0) AS gross_minor,
  coalesce(e.fee_minor, 0) AS fee_minor, coalesce(e.net_minor, o.net_minor, 0) AS net_minor
FROM payout_items i
LEFT JOIN ledger_entries e ON e.stripe_balance_transaction_id = i.balance_transaction_id
LEFT JOIN other_movements o ON o.balance_transaction_id = i.balance_transaction_id;
--> statement-breakpoint
CREATE FUNCTION sum_payout_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO payout_sums (payout_id, kind, items, gross_minor, fee_minor, net_minor)
  SELECT payout_id, kind, 1, gross_minor, fee_minor, net_minor FROM payout_rows WHERE balance_transaction_id = NEW.balance_transaction_id
  ON CONFLICT (payout_id, kind) DO UPDATE SET items = payout_sums.items + excluded.items, gross_minor = payout_sums.gross_minor + excluded.gross_minor, fee_minor = payout_sums.fee_minor + excluded.fee_minor, net_minor = payout_sums.net_minor + excluded.net_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_items_sums AFTER INSERT ON payout_items FOR EACH ROW EXECUTE FUNCTION sum_payout_item();
--> statement-breakpoint
-- What a pledge is counted under.
CREATE VIEW pledge_rows AS
SELECT p.pledge_id,
  coalesce((SELECT m.period FROM book_months m WHERE m.starts_at <= p.created_at ORDER BY m.starts_at DESC LIMIT 1), '') AS made_in,
  p.currency, p.frequency, coalesce(p.campaign, '') AS campaign, p.status
FROM pledges p;
--> statement-breakpoint
-- What a recurring pledge that was paid at least once is summed under.
CREATE VIEW plan_rows AS
SELECT p.pledge_id,
  coalesce((SELECT m.period FROM book_months m WHERE m.starts_at <= coalesce(p.first_paid_at, p.created_at)
    ORDER BY m.starts_at DESC LIMIT 1), '') AS started_in,
  CASE p.status WHEN 'ended' THEN coalesce((SELECT m.period FROM book_months m
    WHERE m.starts_at <= greatest(coalesce(p.ended_at, 0), coalesce(p.first_paid_at, p.created_at))
    ORDER BY m.starts_at DESC LIMIT 1), '') ELSE '' END AS ended_in,
  p.frequency, p.currency, p.status, p.amount_minor
FROM pledges p
WHERE p.frequency <> 'once' AND p.status IN ('active', 'past_due', 'paused', 'ended');
--> statement-breakpoint
-- In plpgsql, which plans them once a connection: as functions of SQL they were planned for each row.
CREATE FUNCTION count_pledge(id text, by bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pledge_sums (made_in, currency, frequency, campaign, status, pledges)
  SELECT made_in, currency, frequency, campaign, status, by FROM pledge_rows WHERE pledge_id = id
  ON CONFLICT (made_in, currency, frequency, campaign, status) DO UPDATE SET pledges = pledge_sums.pledges + excluded.pledges;
END $$;
--> statement-breakpoint
CREATE FUNCTION sum_plan(id text, by bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO plan_spans (started_in, ended_in, frequency, currency, status, plans, amount_minor)
  SELECT started_in, ended_in, frequency, currency, status, by, by * amount_minor FROM plan_rows WHERE pledge_id = id
  ON CONFLICT (ended_in, started_in, frequency, currency, status)
  DO UPDATE SET plans = plan_spans.plans + excluded.plans, amount_minor = plan_spans.amount_minor + excluded.amount_minor;
END $$;
--> statement-breakpoint
-- Taken off before a row changes or goes, and added after it came or changed: the views say under what.
CREATE FUNCTION pledge_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_pledge(OLD.pledge_id, -1), sum_plan(OLD.pledge_id, -1);
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE FUNCTION pledge_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_pledge(NEW.pledge_id, 1), sum_plan(NEW.pledge_id, 1);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pledges_sums_insert AFTER INSERT ON pledges FOR EACH ROW EXECUTE FUNCTION pledge_comes();
--> statement-breakpoint
CREATE TRIGGER pledges_sums_before BEFORE UPDATE ON pledges FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.campaign IS DISTINCT FROM NEW.campaign OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.currency IS DISTINCT FROM NEW.currency
  OR OLD.frequency IS DISTINCT FROM NEW.frequency OR OLD.amount_minor IS DISTINCT FROM NEW.amount_minor OR OLD.first_paid_at IS DISTINCT FROM NEW.first_paid_at OR OLD.ended_at IS DISTINCT FROM NEW.ended_at)
EXECUTE FUNCTION pledge_goes();
--> statement-breakpoint
CREATE TRIGGER pledges_sums_after AFTER UPDATE ON pledges FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.campaign IS DISTINCT FROM NEW.campaign OR OLD.created_at IS DISTINCT FROM NEW.created_at OR OLD.currency IS DISTINCT FROM NEW.currency
  OR OLD.frequency IS DISTINCT FROM NEW.frequency OR OLD.amount_minor IS DISTINCT FROM NEW.amount_minor OR OLD.first_paid_at IS DISTINCT FROM NEW.first_paid_at OR OLD.ended_at IS DISTINCT FROM NEW.ended_at)
EXECUTE FUNCTION pledge_comes();
--> statement-breakpoint
CREATE TRIGGER pledges_sums_delete BEFORE DELETE ON pledges FOR EACH ROW EXECUTE FUNCTION pledge_goes();
--> statement-breakpoint
-- A pledge that moves on takes its lines along: they are few.
CREATE FUNCTION move_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_sums (period, currency, kind, frequency, campaign, status, entries, postings, gross_minor, fee_minor, net_minor)
  SELECT period, currency, kind, coalesce(frequency, ''), coalesce(campaign, ''), s.status, s.by * count(*), s.by * sum((net_minor <> 0)::int + (fee_minor <> 0)::int + (gross_minor <> 0)::int * CASE kind WHEN 'payout' THEN 3 ELSE 1 END),
    s.by * sum(gross_minor), s.by * sum(fee_minor), s.by * sum(net_minor)
  FROM ledger_entries, (VALUES (OLD.status, -1), (NEW.status, 1)) AS s (status, by) WHERE pledge_id = NEW.pledge_id
  GROUP BY 1, 2, 3, 4, 5, s.status, s.by
  ON CONFLICT (period, currency, kind, frequency, campaign, status)
  DO UPDATE SET entries = status_sums.entries + excluded.entries, postings = status_sums.postings + excluded.postings, gross_minor = status_sums.gross_minor + excluded.gross_minor, fee_minor = status_sums.fee_minor + excluded.fee_minor, net_minor = status_sums.net_minor + excluded.net_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pledges_status_sums AFTER UPDATE ON pledges FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION move_lines();
--> statement-breakpoint
-- Events that are done, by what became of them. What waits or is parked has its own small index and is counted there: an
-- event that arrives then waits for no sum, and many that arrive at once do not queue up at one row.
CREATE FUNCTION fate_of(applied_at bigint, ignored_at bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN applied_at IS NOT NULL THEN 'applied' WHEN ignored_at IS NOT NULL THEN 'ignored' END
$$;
--> statement-breakpoint
CREATE FUNCTION count_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := CASE WHEN TG_OP <> 'INSERT' THEN fate_of(OLD.applied_at, OLD.ignored_at) END;
  is_now text := CASE WHEN TG_OP <> 'DELETE' THEN fate_of(NEW.applied_at, NEW.ignored_at) END;
BEGIN
  IF was IS NOT DISTINCT FROM is_now THEN RETURN NULL; END IF;
  INSERT INTO inbox_sums (state, events) SELECT s.state, s.by FROM (VALUES (was, -1), (is_now, 1)) AS s (state, by)
  -- In one order for all, so that two never wait for each other.
  WHERE s.state IS NOT NULL ORDER BY s.state COLLATE "C"
  ON CONFLICT (state) DO UPDATE SET events = inbox_sums.events + excluded.events;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER webhook_events_sums_insert AFTER INSERT ON webhook_events FOR EACH ROW
WHEN (NEW.applied_at IS NOT NULL OR NEW.ignored_at IS NOT NULL)
EXECUTE FUNCTION count_event();
--> statement-breakpoint
CREATE TRIGGER webhook_events_sums_update AFTER UPDATE OF applied_at, ignored_at ON webhook_events FOR EACH ROW
WHEN (OLD.applied_at IS DISTINCT FROM NEW.applied_at OR OLD.ignored_at IS DISTINCT FROM NEW.ignored_at)
EXECUTE FUNCTION count_event();
--> statement-breakpoint
CREATE TRIGGER webhook_events_sums_delete AFTER DELETE ON webhook_events FOR EACH ROW
WHEN (OLD.applied_at IS NOT NULL OR OLD.ignored_at IS NOT NULL)
EXECUTE FUNCTION count_event();
