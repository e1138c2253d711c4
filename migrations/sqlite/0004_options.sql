CREATE TABLE `appeal_counts` (
	`day` text NOT NULL,
	`event` text NOT NULL,
	`variant` text NOT NULL,
	`campaign` text NOT NULL,
	`lang` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`day`, `event`, `variant`, `campaign`, `lang`)
);
--> statement-breakpoint
CREATE TABLE `goal_figures` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`day` text NOT NULL,
	`first` text NOT NULL,
	`last` text NOT NULL,
	`currency` text NOT NULL,
	`campaign` text,
	`bound` integer NOT NULL,
	`reached_minor` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `goal_figures_day` ON `goal_figures` (`day`);--> statement-breakpoint
ALTER TABLE `pledges` ADD `variant` text;