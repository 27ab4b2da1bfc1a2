CREATE TABLE `forgotten` (
	`person_id` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`person_id`, `id`)
);
