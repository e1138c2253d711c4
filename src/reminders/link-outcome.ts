/** What a link shows before anything is done. */
export type LinkView =
  /** Waits for the reader's yes. */
  | { kind: 'confirm'; lang: string; day: string }
  /** Set; can be stopped. */
  | { kind: 'set'; lang: string; day: string }
  /** From the reminder mail. `laterDay`: when "in a month instead" would write; null once it was used up. */
  | { kind: 'reminder'; lang: string; campaign: string | null; laterDay: string | null }
  /** Can be told never to write again. */
  | { kind: 'never'; lang: string }
  | Gone;

/** What an action came to. */
export type LinkOutcome =
  /** A mail will go out on this day; `token` stops it. */
  | { kind: 'set'; lang: string; day: string; token: string }
  /** No mail will go out any more. */
  | Stopped
  /** Nor will one ever again. */
  | { kind: 'never'; lang: string }
  | Gone;

/** `all`: everything of the address. `undoToken` takes it back for ten minutes; `neverToken` makes it last. */
export type Stopped = {
  kind: 'stopped';
  lang: string;
  all: boolean;
  undoToken: string | null;
  neverToken: string | null;
};

/** 404: never a link of ours. 410: it was one. The reader sees the same page. */
export type Gone = { kind: 'gone'; status: 404 | 410; lang: string | null };

export function gone(status: 404 | 410, lang: string | null): Gone {
  return { kind: 'gone', status, lang };
}
