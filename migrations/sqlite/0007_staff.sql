CREATE TABLE `recovery_codes` (
	`staff_id` text NOT NULL,
	`code_hash` text NOT NULL,
	PRIMARY KEY(`staff_id`, `code_hash`),
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`staff_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`sign_in_id` text PRIMARY KEY NOT NULL,
	`staff_id` text,
	`browser_hash` text,
	`link_hash` text,
	`code_hash` text,
	`tries` integer DEFAULT 0 NOT NULL,
	`proved_at` integer,
	`sealed_totp` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`staff_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_ins_browser` ON `sign_ins` (`browser_hash`) WHERE browser_hash is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `sign_ins_link` ON `sign_ins` (`link_hash`) WHERE link_hash is not null;--> statement-breakpoint
CREATE INDEX `sign_ins_expires` ON `sign_ins` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sign_ins_staff` ON `sign_ins` (`staff_id`);--> statement-breakpoint
CREATE TABLE `staff` (
	`staff_id` text PRIMARY KEY NOT NULL,
	`label` text NOT NULL,
	`role` text NOT NULL,
	`address_hash` text,
	`lang` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`sealed_totp` text,
	`totp_step` integer DEFAULT 0 NOT NULL,
	`failed_tries` integer DEFAULT 0 NOT NULL,
	`locked_until` integer,
	`sealed_delivery` text,
	CONSTRAINT "staff_ended_is_bare" CHECK(ended_at is null or coalesce(address_hash, sealed_totp, sealed_delivery) is null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_address_hash` ON `staff` (`address_hash`) WHERE address_hash is not null;--> statement-breakpoint
CREATE TABLE `__new_finance_sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`key_id` text,
	`staff_id` text,
	`link_id` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`key_id`) REFERENCES `api_keys`(`key_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`staff_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "finance_sessions_one_owner" CHECK((key_id is not null) + (staff_id is not null) + (link_id is not null) = 1)
);
--> statement-breakpoint
INSERT INTO `__new_finance_sessions`("token_hash", "key_id", "staff_id", "link_id", "created_at", "last_seen_at") SELECT "token_hash", "key_id", null, null, "created_at", "last_seen_at" FROM `finance_sessions`;--> statement-breakpoint
DROP TABLE `finance_sessions`;--> statement-breakpoint
ALTER TABLE `__new_finance_sessions` RENAME TO `finance_sessions`;--> statement-breakpoint
CREATE INDEX `finance_sessions_last_seen` ON `finance_sessions` (`last_seen_at`);--> statement-breakpoint
CREATE INDEX `finance_sessions_staff` ON `finance_sessions` (`staff_id`) WHERE staff_id is not null;