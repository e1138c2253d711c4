CREATE TABLE `book_calendar` (
	`zone` text PRIMARY KEY NOT NULL,
	`tzdata` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `book_months` (
	`period` text PRIMARY KEY NOT NULL,
	`starts_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `book_months_starts` ON `book_months` (`starts_at`,`period`);--> statement-breakpoint
CREATE TABLE `plan_spans` (
	`started_in` text NOT NULL,
	`ended_in` text NOT NULL,
	`frequency` text NOT NULL,
	`currency` text NOT NULL,
	`status` text NOT NULL,
	`plans` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`ended_in`, `started_in`, `frequency`, `currency`, `status`)
);
--> statement-breakpoint
-- What a recurring pledge that was paid at least once is summed under: one definition for triggers, rebuild and verify.
CREATE VIEW `plan_rows` AS
SELECT p.`pledge_id`,
  coalesce((SELECT m.`period` FROM `book_months` m WHERE m.`starts_at` <= coalesce(p.`first_paid_at`, p.`created_at`)
    ORDER BY m.`starts_at` DESC LIMIT 1), '') AS `started_in`,
  CASE p.`status` WHEN 'ended' THEN coalesce((SELECT m.`period` FROM `book_months` m
    WHERE m.`starts_at` <= max(coalesce(p.`ended_at`, 0), coalesce(p.`first_paid_at`, p.`created_at`))
    ORDER BY m.`starts_at` DESC LIMIT 1), '') ELSE '' END AS `ended_in`,
  p.`frequency`, p.`currency`, p.`status`, p.`amount_minor`
FROM `pledges` p
WHERE p.`frequency` <> 'once' AND p.`status` IN ('active', 'past_due', 'paused', 'ended');
--> statement-breakpoint
CREATE TRIGGER `pledges_plan_insert` AFTER INSERT ON `pledges` WHEN NEW.`frequency` <> 'once'
BEGIN
  INSERT INTO `plan_spans` (`started_in`, `ended_in`, `frequency`, `currency`, `status`, `plans`, `amount_minor`)
  SELECT `started_in`, `ended_in`, `frequency`, `currency`, `status`, 1, `amount_minor` FROM `plan_rows` WHERE `pledge_id` = NEW.`pledge_id`
  ON CONFLICT DO UPDATE SET `plans` = `plans` + excluded.`plans`, `amount_minor` = `amount_minor` + excluded.`amount_minor`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_plan_before` BEFORE UPDATE OF `status`, `amount_minor`, `first_paid_at`, `ended_at` ON `pledges`
WHEN OLD.`frequency` <> 'once' AND (OLD.`status` IS NOT NEW.`status` OR OLD.`amount_minor` IS NOT NEW.`amount_minor`
  OR OLD.`first_paid_at` IS NOT NEW.`first_paid_at` OR OLD.`ended_at` IS NOT NEW.`ended_at`)
BEGIN
  INSERT INTO `plan_spans` (`started_in`, `ended_in`, `frequency`, `currency`, `status`, `plans`, `amount_minor`)
  SELECT `started_in`, `ended_in`, `frequency`, `currency`, `status`, -1, -`amount_minor` FROM `plan_rows` WHERE `pledge_id` = OLD.`pledge_id`
  ON CONFLICT DO UPDATE SET `plans` = `plans` + excluded.`plans`, `amount_minor` = `amount_minor` + excluded.`amount_minor`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_plan_after` AFTER UPDATE OF `status`, `amount_minor`, `first_paid_at`, `ended_at` ON `pledges`
WHEN OLD.`frequency` <> 'once' AND (OLD.`status` IS NOT NEW.`status` OR OLD.`amount_minor` IS NOT NEW.`amount_minor`
  OR OLD.`first_paid_at` IS NOT NEW.`first_paid_at` OR OLD.`ended_at` IS NOT NEW.`ended_at`)
BEGIN
  INSERT INTO `plan_spans` (`started_in`, `ended_in`, `frequency`, `currency`, `status`, `plans`, `amount_minor`)
  SELECT `started_in`, `ended_in`, `frequency`, `currency`, `status`, 1, `amount_minor` FROM `plan_rows` WHERE `pledge_id` = NEW.`pledge_id`
  ON CONFLICT DO UPDATE SET `plans` = `plans` + excluded.`plans`, `amount_minor` = `amount_minor` + excluded.`amount_minor`;
END;
--> statement-breakpoint
CREATE TRIGGER `pledges_plan_delete` BEFORE DELETE ON `pledges` WHEN OLD.`frequency` <> 'once'
BEGIN
  INSERT INTO `plan_spans` (`started_in`, `ended_in`, `frequency`, `currency`, `status`, `plans`, `amount_minor`)
  SELECT `started_in`, `ended_in`, `frequency`, `currency`, `status`, -1, -`amount_minor` FROM `plan_rows` WHERE `pledge_id` = OLD.`pledge_id`
  ON CONFLICT DO UPDATE SET `plans` = `plans` + excluded.`plans`, `amount_minor` = `amount_minor` + excluded.`amount_minor`;
END;
--> statement-breakpoint
INSERT INTO `plan_spans` (`started_in`, `ended_in`, `frequency`, `currency`, `status`, `plans`, `amount_minor`)
SELECT `started_in`, `ended_in`, `frequency`, `currency`, `status`, count(*), sum(`amount_minor`) FROM `plan_rows` GROUP BY 1, 2, 3, 4, 5;
