import type { AppContext } from '../context.ts';
import { recordAudit } from '../finance/audit.ts';
import { resealStaff } from '../finance/people/reseal-staff.ts';
import { reseal } from '../reminders/reseal.ts';
import type { Out } from './words.ts';

/** `reminders reseal`. Exit code 0: everything is under the newest key; 1: something no configured key opens. */
export async function resealCommand(ctx: AppContext, out: Out): Promise<number> {
  const [newest] = ctx.config.addressKeys;
  if (newest === undefined) {
    out('ADDRESS_KEYS holds no key: nothing is sealed here, and nothing can be.');
    return 0;
  }
  await recordAudit(ctx, { by: 'command', action: 'reseal', object: null, outcome: 'done' });
  const [ofStaff, ofReminders] = [await resealStaff(ctx), await reseal(ctx)];
  const resealed = ofReminders.resealed + ofStaff.resealed;
  const left = ofReminders.left + ofStaff.left;
  out(`sealed anew under key ${newest.id}: ${resealed}, left under other keys: ${left}`);
  if (left === 0) return 0;
  out(
    'What is left was sealed by keys that ADDRESS_KEYS does not hold. Put them back behind the newest one.',
  );
  return 1;
}
