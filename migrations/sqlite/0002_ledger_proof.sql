CREATE TABLE `comparisons` (
	`period` text PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL,
	`is_equal` integer NOT NULL,
	`result` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `other_movements` (
	`balance_transaction_id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`currency` text NOT NULL,
	`net_minor` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `other_movements_created` ON `other_movements` (`created_at`,`currency`,`net_minor`);--> statement-breakpoint
CREATE TABLE `payout_items` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`payout_id` text NOT NULL,
	`balance_transaction_id` text NOT NULL,
	`paid_out_at` integer NOT NULL,
	FOREIGN KEY (`payout_id`) REFERENCES `payouts`(`payout_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_items_balance_transaction` ON `payout_items` (`balance_transaction_id`);--> statement-breakpoint
CREATE INDEX `payout_items_payout` ON `payout_items` (`payout_id`);--> statement-breakpoint
CREATE INDEX `payout_items_paid_out` ON `payout_items` (`paid_out_at`);--> statement-breakpoint
CREATE TABLE `payouts` (
	`payout_id` text PRIMARY KEY NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`status` text NOT NULL,
	`automatic` integer NOT NULL,
	`created_at` integer NOT NULL,
	`arrival_at` integer NOT NULL,
	`is_reconciled` integer NOT NULL,
	`failure_code` text,
	`itemised_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `payouts_created` ON `payouts` (`created_at`,`payout_id`);--> statement-breakpoint
CREATE TABLE `period_changes` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`action` text NOT NULL,
	`period` text NOT NULL,
	`closed_through` text,
	`entries_bound` integer NOT NULL,
	`payout_items_bound` integer NOT NULL,
	`manifest` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reconcile_runs` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`events_found` integer NOT NULL,
	`entries_filled` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `staff_tasks` (
	`task_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`pledge_id` text,
	`stripe_object_id` text NOT NULL,
	`due_at` integer,
	`raised_at` integer NOT NULL,
	`done_at` integer,
	`done_note` text,
	FOREIGN KEY (`pledge_id`) REFERENCES `pledges`(`pledge_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `staff_tasks_open` ON `staff_tasks` (`raised_at`) WHERE done_at is null;--> statement-breakpoint
ALTER TABLE `pledges` ADD `stripe_subscription_created_at` integer;--> statement-breakpoint
ALTER TABLE `pledges` ADD `paid_elsewhere_at` integer;--> statement-breakpoint
CREATE INDEX `pledges_next_payment` ON `pledges` (`next_payment_at`) WHERE next_payment_at is not null;--> statement-breakpoint
ALTER TABLE `webhook_events` ADD `dismissed_note` text;--> statement-breakpoint
CREATE INDEX `ledger_entries_payout` ON `ledger_entries` (`stripe_payout_id`) WHERE stripe_payout_id is not null;