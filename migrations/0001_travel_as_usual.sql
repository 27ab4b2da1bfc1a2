PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_places` (
	`person_id` text NOT NULL,
	`place` text NOT NULL,
	`travel_minutes` integer,
	PRIMARY KEY(`person_id`, `place`)
);
--> statement-breakpoint
INSERT INTO `__new_places`("person_id", "place", "travel_minutes") SELECT "person_id", "place", "travel_minutes" FROM `places`;--> statement-breakpoint
DROP TABLE `places`;--> statement-breakpoint
ALTER TABLE `__new_places` RENAME TO `places`;--> statement-breakpoint
PRAGMA foreign_keys=ON;