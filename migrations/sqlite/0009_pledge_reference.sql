CREATE INDEX `pledges_reference` ON `pledges` (substr(pledge_id, -9, 8));
