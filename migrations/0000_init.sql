CREATE TABLE `activity` (
	`person_id` text NOT NULL,
	`id` text NOT NULL,
	`at` text NOT NULL,
	`kind` text NOT NULL,
	`event_id` text,
	`detail` text NOT NULL,
	`undone_at` text,
	PRIMARY KEY(`person_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_person` ON `api_tokens` (`person_id`);--> statement-breakpoint
CREATE TABLE `calendars` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`remote_id` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`role` text NOT NULL,
	`is_primary` integer NOT NULL,
	`busy` integer NOT NULL,
	`candidates` integer NOT NULL,
	`follow_ups` integer NOT NULL,
	`sync` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_remote` ON `calendars` (`connection_id`,`remote_id`);--> statement-breakpoint
CREATE INDEX `calendars_person` ON `calendars` (`person_id`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`provider` text NOT NULL,
	`subject` text NOT NULL,
	`email` text,
	`email_verified` integer NOT NULL,
	`scopes` text NOT NULL,
	`grant` text NOT NULL,
	`state` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connections_account` ON `connections` (`provider`,`subject`);--> statement-breakpoint
CREATE INDEX `connections_person` ON `connections` (`person_id`);--> statement-breakpoint
CREATE TABLE `corrections` (
	`person_id` text NOT NULL,
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`networking` integer NOT NULL,
	PRIMARY KEY(`person_id`, `scope`, `key`)
);
--> statement-breakpoint
CREATE TABLE `follow_ups` (
	`person_id` text NOT NULL,
	`id` text NOT NULL,
	`event_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `items` (
	`person_id` text NOT NULL,
	`calendar_id` text NOT NULL,
	`remote_id` text NOT NULL,
	`hash` text NOT NULL,
	`until` text NOT NULL,
	`missing_since` text,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `calendar_id`, `remote_id`)
);
--> statement-breakpoint
CREATE TABLE `occurrences` (
	`person_id` text NOT NULL,
	`event_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `event_id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`person_id` text NOT NULL,
	`op_id` text NOT NULL,
	`state` text NOT NULL,
	`due_at` text,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `op_id`)
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`settings` text NOT NULL,
	`wake_by` text,
	`epoch` integer DEFAULT 0 NOT NULL,
	`erasing_at` text
);
--> statement-breakpoint
CREATE INDEX `people_wake` ON `people` (`wake_by`);--> statement-breakpoint
CREATE TABLE `places` (
	`person_id` text NOT NULL,
	`place` text NOT NULL,
	`travel_minutes` integer NOT NULL,
	PRIMARY KEY(`person_id`, `place`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`signed_in_at` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE TABLE `weeks` (
	`person_id` text NOT NULL,
	`week` text NOT NULL,
	`cap_minutes` integer NOT NULL,
	PRIMARY KEY(`person_id`, `week`)
);
