CREATE TABLE `address_secrets` (
	`secret_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`address_hash` text PRIMARY KEY NOT NULL,
	`until_day` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `suppressions_until` ON `suppressions` (`until_day`);--> statement-breakpoint
ALTER TABLE `reminders` ADD `address_hash` text;--> statement-breakpoint
CREATE INDEX `reminders_address_hash` ON `reminders` (`address_hash`) WHERE address_hash is not null;