-- What explains a deposit and what closed a month is never changed, and a closed month takes no entry.
CREATE TRIGGER `payout_items_no_update` BEFORE UPDATE ON `payout_items`
BEGIN SELECT RAISE(ABORT, 'payout items are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `payout_items_no_delete` BEFORE DELETE ON `payout_items`
BEGIN SELECT RAISE(ABORT, 'payout items are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `other_movements_no_update` BEFORE UPDATE ON `other_movements`
BEGIN SELECT RAISE(ABORT, 'movements of other products are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `other_movements_no_delete` BEFORE DELETE ON `other_movements`
BEGIN SELECT RAISE(ABORT, 'movements of other products are never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `period_changes_no_update` BEFORE UPDATE ON `period_changes`
BEGIN SELECT RAISE(ABORT, 'the chain of closed months is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER `period_changes_no_delete` BEFORE DELETE ON `period_changes`
BEGIN SELECT RAISE(ABORT, 'the chain of closed months is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER `ledger_entries_closed_month` BEFORE INSERT ON `ledger_entries`
WHEN NEW.`period` <= (SELECT `closed_through` FROM `period_changes` ORDER BY `seq` DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'a closed month takes no entry'); END;
