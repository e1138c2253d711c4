CREATE TABLE `campaign_sums` (
	`period` text NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`frequency` text NOT NULL,
	`campaign` text NOT NULL,
	`charged_currency` text NOT NULL,
	`entries` integer NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	`charged_minor` integer NOT NULL,
	PRIMARY KEY(`period`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hour_balances` (
	`currency` text NOT NULL,
	`hour` integer NOT NULL,
	`net_minor` integer NOT NULL,
	PRIMARY KEY(`currency`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `inbox_sums` (
	`state` text PRIMARY KEY NOT NULL,
	`events` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `ledger_sums` (
	`period` text NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`frequency` text NOT NULL,
	`entries` integer NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	PRIMARY KEY(`period`, `currency`, `kind`, `frequency`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `payout_sums` (
	`payout_id` text NOT NULL,
	`kind` text NOT NULL,
	`items` integer NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	PRIMARY KEY(`payout_id`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pledge_sums` (
	`made_in` text NOT NULL,
	`currency` text NOT NULL,
	`frequency` text NOT NULL,
	`campaign` text NOT NULL,
	`status` text NOT NULL,
	`pledges` integer NOT NULL,
	PRIMARY KEY(`made_in`, `currency`, `frequency`, `campaign`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `ledger_entries_period_sums`;--> statement-breakpoint
CREATE INDEX `ledger_entries_period_sums` ON `ledger_entries` (`period`,`currency`,`kind`,`frequency`,`campaign`,`gross_minor`,`fee_minor`,`net_minor`);
--> statement-breakpoint
-- The ledger only grows, so what is added with each line is the whole of its sums.
CREATE TRIGGER `ledger_entries_sums` AFTER INSERT ON `ledger_entries`
BEGIN
  INSERT INTO `ledger_sums` (`period`, `currency`, `kind`, `frequency`, `entries`, `gross_minor`, `fee_minor`, `net_minor`)
  VALUES (NEW.`period`, NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), 1, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`)
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
  INSERT INTO `campaign_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`, `entries`, `gross_minor`, `fee_minor`, `net_minor`, `charged_minor`)
  VALUES (NEW.`period`, NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), coalesce(NEW.`campaign`, ''), coalesce(NEW.`charged_currency`, ''),
    1, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`, coalesce(NEW.`charged_minor`, 0))
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`, `charged_minor` = `charged_minor` + excluded.`charged_minor`;
  INSERT INTO `hour_balances` (`currency`, `hour`, `net_minor`) VALUES (NEW.`currency`, NEW.`created_at` / 3600000, NEW.`net_minor`)
  ON CONFLICT DO UPDATE SET `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
-- Until now the line of the deposit was counted as another product's, or as one that nobody knows.
CREATE TRIGGER `ledger_entries_payout_sums` AFTER INSERT ON `ledger_entries`
WHEN EXISTS (SELECT 1 FROM `payout_items` WHERE `balance_transaction_id` = NEW.`stripe_balance_transaction_id`)
BEGIN
  INSERT INTO `payout_sums` (`payout_id`, `kind`, `items`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT i.`payout_id`, 'other', -1, -coalesce(o.`net_minor`, 0), 0, -coalesce(o.`net_minor`, 0) FROM `payout_items` i
  LEFT JOIN `other_movements` o ON o.`balance_transaction_id` = i.`balance_transaction_id`
  WHERE i.`balance_transaction_id` = NEW.`stripe_balance_transaction_id`
  ON CONFLICT DO UPDATE SET `items` = `items` + excluded.`items`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
  INSERT INTO `payout_sums` (`payout_id`, `kind`, `items`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT `payout_id`, NEW.`kind`, 1, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor` FROM `payout_items`
  WHERE `balance_transaction_id` = NEW.`stripe_balance_transaction_id`
  ON CONFLICT DO UPDATE SET `items` = `items` + excluded.`items`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
CREATE TRIGGER `other_movements_sums` AFTER INSERT ON `other_movements`
BEGIN
  INSERT INTO `hour_balances` (`currency`, `hour`, `net_minor`) VALUES (NEW.`currency`, NEW.`created_at` / 3600000, NEW.`net_minor`)
  ON CONFLICT DO UPDATE SET `net_minor` = `net_minor` + excluded.`net_minor`;
  INSERT INTO `payout_sums` (`payout_id`, `kind`, `items`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT `payout_id`, 'other', 0, NEW.`net_minor`, 0, NEW.`net_minor` FROM `payout_items` WHERE `balance_transaction_id` = NEW.`balance_transaction_id`
    AND NOT EXISTS (SELECT 1 FROM `ledger_entries` WHERE `stripe_balance_transaction_id` = NEW.`balance_transaction_id`)
  ON CONFLICT DO UPDATE SET `items` = `items` + excluded.`items`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
CREATE VIEW `payout_rows` AS
SELECT i.`payout_id`, coalesce(e.`kind`, 'other') AS `kind`, i.`balance_transaction_id`, coalesce(e.`gross_minor`, o.`net_minor`, 0) AS `gross_minor`,
  coalesce(e.`fee_minor`, 0) AS `fee_minor`, coalesce(e.`net_minor`, o.`net_minor`, 0) AS `net_minor`
FROM `payout_items` i
LEFT JOIN `ledger_entries` e ON e.`stripe_balance_transaction_id` = i.`balance_transaction_id`
LEFT JOIN `other_movements` o ON o.`balance_transaction_id` = i.`balance_transaction_id`;
--> statement-breakpoint
CREATE TRIGGER `payout_items_sums` AFTER INSERT ON `payout_items`
BEGIN
  INSERT INTO `payout_sums` (`payout_id`, `kind`, `items`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT `payout_id`, `kind`, 1, `gross_minor`, `fee_minor`, `net_minor` FROM `payout_rows` WHERE `balance_transaction_id` = NEW.`balance_transaction_id`
  ON CONFLICT DO UPDATE SET `items` = `items` + excluded.`items`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
CREATE VIEW `pledge_rows` AS
SELECT p.`pledge_id`,
  coalesce((SELECT m.`period` FROM `book_months` m WHERE m.`starts_at` <= p.`created_at` ORDER BY m.`starts_at` DESC LIMIT 1), '') AS `made_in`,
  p.`currency`, p.`frequency`, coalesce(p.`campaign`, '') AS `campaign`, p.`status`
FROM `pledges` p;
--> statement-breakpoint
CREATE TRIGGER `pledges_sums_insert` AFTER INSERT ON `pledges`
BEGIN
  INSERT INTO `pledge_sums` (`made_in`, `currency`, `frequency`, `campaign`, `status`, `pledges`)
  SELECT `made_in`, `currency`, `frequency`, `campaign`, `status`, 1 FROM `pledge_rows` WHERE `pledge_id` = NEW.`pledge_id`
  ON CONFLICT DO UPDATE SET `pledges` = `pledges` + excluded.`pledges`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_sums_before` BEFORE UPDATE OF `status`, `campaign`, `created_at`, `currency`, `frequency` ON `pledges`
WHEN OLD.`status` IS NOT NEW.`status` OR OLD.`campaign` IS NOT NEW.`campaign` OR OLD.`created_at` IS NOT NEW.`created_at`
  OR OLD.`currency` IS NOT NEW.`currency` OR OLD.`frequency` IS NOT NEW.`frequency`
BEGIN
  INSERT INTO `pledge_sums` (`made_in`, `currency`, `frequency`, `campaign`, `status`, `pledges`)
  SELECT `made_in`, `currency`, `frequency`, `campaign`, `status`, -1 FROM `pledge_rows` WHERE `pledge_id` = OLD.`pledge_id`
  ON CONFLICT DO UPDATE SET `pledges` = `pledges` + excluded.`pledges`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_sums_after` AFTER UPDATE OF `status`, `campaign`, `created_at`, `currency`, `frequency` ON `pledges`
WHEN OLD.`status` IS NOT NEW.`status` OR OLD.`campaign` IS NOT NEW.`campaign` OR OLD.`created_at` IS NOT NEW.`created_at`
  OR OLD.`currency` IS NOT NEW.`currency` OR OLD.`frequency` IS NOT NEW.`frequency`
BEGIN
  INSERT INTO `pledge_sums` (`made_in`, `currency`, `frequency`, `campaign`, `status`, `pledges`)
  SELECT `made_in`, `currency`, `frequency`, `campaign`, `status`, 1 FROM `pledge_rows` WHERE `pledge_id` = NEW.`pledge_id`
  ON CONFLICT DO UPDATE SET `pledges` = `pledges` + excluded.`pledges`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_sums_delete` BEFORE DELETE ON `pledges`
BEGIN
  INSERT INTO `pledge_sums` (`made_in`, `currency`, `frequency`, `campaign`, `status`, `pledges`)
  SELECT `made_in`, `currency`, `frequency`, `campaign`, `status`, -1 FROM `pledge_rows` WHERE `pledge_id` = OLD.`pledge_id`
  ON CONFLICT DO UPDATE SET `pledges` = `pledges` + excluded.`pledges`;
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_events_sums_insert` AFTER INSERT ON `webhook_events`
BEGIN
  INSERT INTO `inbox_sums` (`state`, `events`) VALUES (CASE WHEN NEW.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN NEW.`applied_at` IS NOT NULL THEN 'applied'
    WHEN NEW.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END, 1)
  ON CONFLICT DO UPDATE SET `events` = `events` + excluded.`events`;
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_events_sums_update` AFTER UPDATE OF `next_attempt_at`, `applied_at`, `ignored_at`, `parked_at` ON `webhook_events`
WHEN CASE WHEN OLD.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN OLD.`applied_at` IS NOT NULL THEN 'applied'
    WHEN OLD.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END <> CASE WHEN NEW.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN NEW.`applied_at` IS NOT NULL THEN 'applied'
    WHEN NEW.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END
BEGIN
  INSERT INTO `inbox_sums` (`state`, `events`) VALUES (CASE WHEN OLD.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN OLD.`applied_at` IS NOT NULL THEN 'applied'
    WHEN OLD.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END, -1)
  ON CONFLICT DO UPDATE SET `events` = `events` + excluded.`events`;
  INSERT INTO `inbox_sums` (`state`, `events`) VALUES (CASE WHEN NEW.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN NEW.`applied_at` IS NOT NULL THEN 'applied'
    WHEN NEW.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END, 1)
  ON CONFLICT DO UPDATE SET `events` = `events` + excluded.`events`;
END;
--> statement-breakpoint
CREATE TRIGGER `webhook_events_sums_delete` AFTER DELETE ON `webhook_events`
BEGIN
  INSERT INTO `inbox_sums` (`state`, `events`) VALUES (CASE WHEN OLD.`next_attempt_at` IS NOT NULL THEN 'pending' WHEN OLD.`applied_at` IS NOT NULL THEN 'applied'
    WHEN OLD.`ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END, -1)
  ON CONFLICT DO UPDATE SET `events` = `events` + excluded.`events`;
END;
--> statement-breakpoint
INSERT INTO `ledger_sums` (`period`, `currency`, `kind`, `frequency`, `entries`, `gross_minor`, `fee_minor`, `net_minor`)
SELECT `period`, `currency`, `kind`, coalesce(`frequency`, ''), count(*), sum(`gross_minor`), sum(`fee_minor`), sum(`net_minor`) FROM `ledger_entries` GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO `campaign_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`, `entries`, `gross_minor`, `fee_minor`, `net_minor`, `charged_minor`)
SELECT `period`, `currency`, `kind`, coalesce(`frequency`, ''), coalesce(`campaign`, ''), coalesce(`charged_currency`, ''), count(*), sum(`gross_minor`),
  sum(`fee_minor`), sum(`net_minor`), sum(coalesce(`charged_minor`, 0)) FROM `ledger_entries` GROUP BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
INSERT INTO `hour_balances` (`currency`, `hour`, `net_minor`)
SELECT `currency`, `created_at` / 3600000, sum(`net_minor`) FROM (
  SELECT `currency`, `created_at`, `net_minor` FROM `ledger_entries` UNION ALL SELECT `currency`, `created_at`, `net_minor` FROM `other_movements`)
GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO `payout_sums` (`payout_id`, `kind`, `items`, `gross_minor`, `fee_minor`, `net_minor`)
SELECT `payout_id`, `kind`, count(*), sum(`gross_minor`), sum(`fee_minor`), sum(`net_minor`) FROM `payout_rows` GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO `pledge_sums` (`made_in`, `currency`, `frequency`, `campaign`, `status`, `pledges`)
SELECT `made_in`, `currency`, `frequency`, `campaign`, `status`, count(*) FROM `pledge_rows` GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO `inbox_sums` (`state`, `events`)
SELECT CASE WHEN `next_attempt_at` IS NOT NULL THEN 'pending' WHEN `applied_at` IS NOT NULL THEN 'applied' WHEN `ignored_at` IS NOT NULL THEN 'ignored' ELSE 'parked' END, count(*) FROM `webhook_events` GROUP BY 1;
