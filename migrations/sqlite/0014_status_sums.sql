CREATE TABLE `status_sums` (
	`period` text NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`frequency` text NOT NULL,
	`campaign` text NOT NULL,
	`status` text NOT NULL,
	`entries` integer NOT NULL,
	`postings` integer NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	PRIMARY KEY(`period`, `currency`, `kind`, `frequency`, `campaign`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `ledger_entries_status_sums` AFTER INSERT ON `ledger_entries` WHEN NEW.`pledge_id` IS NOT NULL
BEGIN
  INSERT INTO `status_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `status`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT NEW.`period`, NEW.`currency`, NEW.`kind`, coalesce(NEW.`frequency`, ''), coalesce(NEW.`campaign`, ''), `status`, 1,
    (NEW.`net_minor` <> 0) + (NEW.`fee_minor` <> 0) + (NEW.`gross_minor` <> 0) * CASE NEW.`kind` WHEN 'payout' THEN 3 ELSE 1 END, NEW.`gross_minor`, NEW.`fee_minor`, NEW.`net_minor`
  FROM `pledges` WHERE `pledge_id` = NEW.`pledge_id`
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
-- A pledge that moves on takes its lines along: they are few.
CREATE TRIGGER `pledges_status_sums` AFTER UPDATE OF `status` ON `pledges` WHEN OLD.`status` IS NOT NEW.`status`
BEGIN
  INSERT INTO `status_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `status`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT `period`, `currency`, `kind`, coalesce(`frequency`, ''), coalesce(`campaign`, ''), OLD.`status`, -count(*),
    -sum((`net_minor` <> 0) + (`fee_minor` <> 0) + (`gross_minor` <> 0) * CASE `kind` WHEN 'payout' THEN 3 ELSE 1 END), -sum(`gross_minor`), -sum(`fee_minor`), -sum(`net_minor`)
  FROM `ledger_entries` WHERE `pledge_id` = OLD.`pledge_id` GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
  INSERT INTO `status_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `status`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`)
  SELECT `period`, `currency`, `kind`, coalesce(`frequency`, ''), coalesce(`campaign`, ''), NEW.`status`, count(*),
    sum((`net_minor` <> 0) + (`fee_minor` <> 0) + (`gross_minor` <> 0) * CASE `kind` WHEN 'payout' THEN 3 ELSE 1 END), sum(`gross_minor`), sum(`fee_minor`), sum(`net_minor`)
  FROM `ledger_entries` WHERE `pledge_id` = NEW.`pledge_id` GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT DO UPDATE SET `entries` = `entries` + excluded.`entries`, `postings` = `postings` + excluded.`postings`, `gross_minor` = `gross_minor` + excluded.`gross_minor`, `fee_minor` = `fee_minor` + excluded.`fee_minor`, `net_minor` = `net_minor` + excluded.`net_minor`;
END;
--> statement-breakpoint
INSERT INTO `status_sums` (`period`, `currency`, `kind`, `frequency`, `campaign`, `status`, `entries`, `postings`, `gross_minor`, `fee_minor`, `net_minor`)
SELECT e.`period`, e.`currency`, e.`kind`, coalesce(e.`frequency`, ''), coalesce(e.`campaign`, ''), p.`status`, count(*),
  sum((e.`net_minor` <> 0) + (e.`fee_minor` <> 0) + (e.`gross_minor` <> 0) * CASE e.`kind` WHEN 'payout' THEN 3 ELSE 1 END), sum(e.`gross_minor`), sum(e.`fee_minor`), sum(e.`net_minor`)
FROM `ledger_entries` e JOIN `pledges` p ON p.`pledge_id` = e.`pledge_id` GROUP BY 1, 2, 3, 4, 5, 6;
