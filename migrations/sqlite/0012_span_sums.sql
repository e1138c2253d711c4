CREATE TABLE `span_sums` (
	`hours` integer NOT NULL,
	`slot` integer NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`frequency` text NOT NULL,
	`campaign` text NOT NULL,
	`charged_currency` text NOT NULL,
	`entries` integer NOT NULL,
	`postings` integer NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	`charged_minor` integer NOT NULL,
	PRIMARY KEY(`hours`, `slot`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `campaign_sums` ADD `postings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `ledger_sums` ADD `postings` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_entries_recorded` ON `ledger_entries` (`recorded_at`);--> statement-breakpoint
CREATE INDEX `pledges_updated` ON `pledges` (`updated_at`);--> statement-breakpoint
CREATE INDEX `reminders_settled` ON `reminders` (`due_at`) WHERE sealed_address is null;--> statement-breakpoint
CREATE INDEX `reminders_lease` ON `reminders` (`lease_until`) WHERE lease_until is not null;
--> statement-breakpoint
DROP TRIGGER `ledger_entries_sums`;
--> statement-breakpoint
-- The ledger only grows, so what is added with each line is the whole of its sums.
CREATE TRIGGER `ledger_entries_sums` AFTER INSERT ON `ledger_entries`
BEGIN
  INSERT INTO `ledger_sums` (`period`, `currency`, `kind`, `frequency`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`)
  VALUES (NEW.`period`, NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), 1,
    (NEW.`net_minor` <> 0) + (NEW.`fee_minor` <> 0) + (NEW.`gross_minor` <> 0) * CASE NEW.`kind` WHEN 'payout' THEN 3 ELSE 1 END, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`)
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
  INSERT INTO `campaign_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`, `charged_minor`)
  VALUES (NEW.`period`, NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), coalesce(NEW.`campaign`, ''), coalesce(NEW.`charged_currency`, ''), 1,
    (NEW.`net_minor` <> 0) + (NEW.`fee_minor` <> 0) + (NEW.`gross_minor` <> 0) * CASE NEW.`kind` WHEN 'payout' THEN 3 ELSE 1 END, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`, coalesce(NEW.`charged_minor`, 0))
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`, `charged_minor` = `charged_minor` + excluded.`charged_minor`;
  INSERT INTO `span_sums` (`hours`, `slot`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`, `charged_minor`)
  SELECT `hours`, NEW.`created_at` / (`hours` * 3600000), NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), coalesce(NEW.`campaign`, ''), coalesce(NEW.`charged_currency`, ''), 1,
    (NEW.`net_minor` <> 0) + (NEW.`fee_minor` <> 0) + (NEW.`gross_minor` <> 0) * CASE NEW.`kind` WHEN 'payout' THEN 3 ELSE 1 END, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`, coalesce(NEW.`charged_minor`, 0)
  FROM (SELECT 1 AS `hours` UNION ALL SELECT 24 UNION ALL SELECT 672) WHERE true
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`, `charged_minor` = `charged_minor` + excluded.`charged_minor`;
  INSERT INTO `hour_balances` (`currency`, `hour`, `net_minor`) VALUES (NEW.`currency`, NEW.`created_at` / 3600000, NEW.`net_minor`)
  ON CONFLICT DO UPDATE SET `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
UPDATE `ledger_sums` SET `postings` = s.`postings` FROM (SELECT `period` AS `p`, `currency` AS `c`, `kind` AS `k`, coalesce(`frequency`, '') AS `f`,
  sum((`net_minor` <> 0) + (`fee_minor` <> 0) + (`gross_minor` <> 0) * CASE `kind` WHEN 'payout' THEN 3 ELSE 1 END) AS `postings` FROM `ledger_entries` GROUP BY 1, 2, 3, 4) s
WHERE `period` = `p` AND `currency` = `c` AND `kind` = `k` AND `frequency` = `f`;
--> statement-breakpoint
UPDATE `campaign_sums` SET `postings` = s.`postings` FROM (SELECT `period` AS `p`, `currency` AS `c`, `kind` AS `k`, coalesce(`frequency`, '') AS `f`,
  coalesce(`campaign`, '') AS `m`, coalesce(`charged_currency`, '') AS `h`, sum((`net_minor` <> 0) + (`fee_minor` <> 0) + (`gross_minor` <> 0) * CASE `kind` WHEN 'payout' THEN 3 ELSE 1 END) AS `postings` FROM `ledger_entries` GROUP BY 1, 2, 3, 4, 5, 6) s
WHERE `period` = `p` AND `currency` = `c` AND `kind` = `k` AND `frequency` = `f` AND `campaign` = `m` AND `charged_currency` = `h`;
--> statement-breakpoint
INSERT INTO `span_sums` (`hours`, `slot`, `currency`, `kind`, `frequency`, `campaign`, `charged_currency`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`, `charged_minor`)
SELECT `hours`, `created_at` / (`hours` * 3600000), `currency`, `kind`, coalesce(`frequency`, ''), coalesce(`campaign`, ''), coalesce(`charged_currency`, ''), count(*),
  sum((`net_minor` <> 0) + (`fee_minor` <> 0) + (`gross_minor` <> 0) * CASE `kind` WHEN 'payout' THEN 3 ELSE 1 END), sum(`gross_minor`), sum(`fee_minor`), sum(`net_minor`), sum(coalesce(`charged_minor`, 0))
FROM `ledger_entries`, (SELECT 1 AS `hours` UNION ALL SELECT 24 UNION ALL SELECT 672) GROUP BY 1, 2, 3, 4, 5, 6, 7;
