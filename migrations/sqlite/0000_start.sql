CREATE TABLE `api_keys` (
	`key_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_day` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `checkout_requests` (
	`key_hash` text PRIMARY KEY NOT NULL,
	`body_hash` text NOT NULL,
	`pledge_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`answer` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`pledge_id`) REFERENCES `pledges`(`pledge_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `checkout_requests_created` ON `checkout_requests` (`created_at`);--> statement-breakpoint
CREATE TABLE `daily_counts` (
	`day` text NOT NULL,
	`name` text NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `daily_counts_day_name` ON `daily_counts` (`day`,`name`);--> statement-breakpoint
CREATE TABLE `finance_sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`key_id`) REFERENCES `api_keys`(`key_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `finance_sessions_last_seen` ON `finance_sessions` (`last_seen_at`);--> statement-breakpoint
CREATE TABLE `ledger_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`entry_id` text NOT NULL,
	`kind` text NOT NULL,
	`pledge_id` text,
	`payment_id` text,
	`frequency` text,
	`campaign` text,
	`created_at` integer NOT NULL,
	`available_at` integer NOT NULL,
	`book_date` text NOT NULL,
	`period` text NOT NULL,
	`original_entry_id` text,
	`original_period` text,
	`charged_minor` integer,
	`charged_currency` text,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`exchange_rate` text,
	`stripe_balance_transaction_id` text NOT NULL,
	`stripe_source_id` text NOT NULL,
	`stripe_payout_id` text,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`pledge_id`) REFERENCES `pledges`(`pledge_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_entries_net" CHECK(net_minor = gross_minor - fee_minor)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_entries_entry_id` ON `ledger_entries` (`entry_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_entries_balance_transaction` ON `ledger_entries` (`stripe_balance_transaction_id`);--> statement-breakpoint
CREATE INDEX `ledger_entries_created` ON `ledger_entries` (`created_at`,`entry_id`);--> statement-breakpoint
CREATE INDEX `ledger_entries_period_sums` ON `ledger_entries` (`period`,`currency`,`kind`,`frequency`,`gross_minor`,`fee_minor`,`net_minor`);--> statement-breakpoint
CREATE INDEX `ledger_entries_period_created` ON `ledger_entries` (`period`,`created_at`,`entry_id`);--> statement-breakpoint
CREATE INDEX `ledger_entries_pledge` ON `ledger_entries` (`pledge_id`,`kind`,`created_at`);--> statement-breakpoint
CREATE INDEX `ledger_entries_payment` ON `ledger_entries` (`payment_id`);--> statement-breakpoint
CREATE TABLE `pledges` (
	`pledge_id` text PRIMARY KEY NOT NULL,
	`frequency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`campaign` text,
	`lang` text NOT NULL,
	`created_at` integer NOT NULL,
	`livemode` integer NOT NULL,
	`thanks_token` text,
	`stripe_checkout_session_id` text,
	`stripe_customer_id` text,
	`stripe_subscription_id` text,
	`stripe_payment_intent_id` text,
	`completed_at` integer,
	`expired_at` integer,
	`failed_at` integer,
	`first_paid_at` integer,
	`last_paid_at` integer,
	`next_payment_at` integer,
	`subscription_state` text,
	`ended_at` integer,
	`ended_reason` text,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL,
	`read_at` integer,
	`version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pledges_thanks_token` ON `pledges` (`thanks_token`);--> statement-breakpoint
CREATE INDEX `pledges_status_created` ON `pledges` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `pledges_created` ON `pledges` (`created_at`,`pledge_id`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`reminder_id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`due_day` text NOT NULL,
	`due_at` integer NOT NULL,
	`lang` text NOT NULL,
	`campaign` text,
	`sealed_address` text,
	`token_hash` text NOT NULL,
	`postponed` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`sent_at` integer,
	`expires_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`lease_until` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reminders_token_hash` ON `reminders` (`token_hash`);--> statement-breakpoint
CREATE INDEX `reminders_next_attempt` ON `reminders` (`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `reminders_expires` ON `reminders` (`status`,`expires_at`);--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`stripe_event_id` text NOT NULL,
	`type` text NOT NULL,
	`object_id` text NOT NULL,
	`object_type` text NOT NULL,
	`created_at` integer NOT NULL,
	`livemode` integer NOT NULL,
	`api_version` text,
	`received_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`applied_at` integer,
	`ignored_at` integer,
	`ignored_reason` text,
	`parked_at` integer,
	`last_error` text,
	CONSTRAINT "webhook_events_one_fate" CHECK((next_attempt_at is not null) + (applied_at is not null) + (ignored_at is not null) + (parked_at is not null) = 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_events_stripe_event_id` ON `webhook_events` (`stripe_event_id`);--> statement-breakpoint
CREATE INDEX `webhook_events_due` ON `webhook_events` (`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `webhook_events_pending_object` ON `webhook_events` (`object_id`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `webhook_events_parked` ON `webhook_events` (`parked_at`) WHERE parked_at is not null;