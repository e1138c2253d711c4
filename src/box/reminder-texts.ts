import { reminderEn } from './reminder-en.ts';
import { reminderRu } from './reminder-ru.ts';

/** Every word of the reminder panel. Apart from the box's words: the widget loads the panel when it is asked for. */
export type ReminderTexts = Readonly<Record<keyof typeof reminderEn, string>>;

/** The built-in words for a language tag; English where there are none. */
export function reminderTexts(lang: string): ReminderTexts {
  return /^ru\b/.test(lang) ? reminderRu : reminderEn;
}
