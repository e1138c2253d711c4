/** The one name under which a box keeps anything on a device. */
export const KEY = 'rs';

/** A year and what rounding adds: a clock that was wrong once must not hide the box for years. */
export const LONGEST_DAYS = 368;
