CREATE TABLE `month_deliveries` (
	`link_id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`period` text NOT NULL,
	`manifest_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`mailed_at` integer,
	`link_hash` text,
	`used_at` integer,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`staff_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `month_deliveries_link` ON `month_deliveries` (`link_hash`) WHERE link_hash is not null;--> statement-breakpoint
CREATE INDEX `month_deliveries_due` ON `month_deliveries` (`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `month_deliveries_expires` ON `month_deliveries` (`expires_at`);--> statement-breakpoint
CREATE INDEX `month_deliveries_staff` ON `month_deliveries` (`staff_id`);