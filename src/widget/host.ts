import type { BoxView } from '../box/frame.ts';

/** Where the box stands; also its custom states `:state(busy)` and so on. */
export type BoxState =
  | 'loading'
  | 'fallback'
  | 'form'
  | 'invalid'
  | 'busy'
  | 'offline'
  | 'limited'
  | 'back'
  | 'reminder'
  | 'inbox'
  | 'supporter'
  | 'quiet'
  | 'closed';

/** What a screen may ask of the element it stands in. */
export type Host = {
  view: BoxView;
  /** The server's address, without a slash at the end. */
  base: string;
  campaign: string | undefined;
  showCurrency: boolean;
  showReminder: boolean;
  /** Ends when the element leaves the page. */
  signal: () => AbortSignal;
  /** Puts a screen into the shadow root; screens that replace the form take the focus to their heading. */
  show: (node: Node, state: BoxState) => void;
  setState: (state: BoxState) => void;
  /** Sends `rs-<name>`; false if a listener cancelled it. */
  emit: (name: string, detail?: object, cancelable?: boolean) => boolean;
  openReminder: () => void;
  closeReminder: () => void;
};
