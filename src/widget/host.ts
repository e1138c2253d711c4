import type { BoxView } from '../box/frame.ts';
import type { Server } from './server.ts';

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
  server: Server;
  /** The server's address, without a slash at the end. */
  base: string;
  campaign: string | undefined;
  showCurrency: boolean;
  showReminder: boolean;
  setState: (state: BoxState) => void;
  /** Sends `rs-<name>`; false if a listener cancelled it. */
  emit: (name: string, detail?: object, cancelable?: boolean) => boolean;
  openReminder: () => void;
  closeReminder: () => void;
};

/** What stands in the shadow root. */
export type Screen = { node: HTMLElement; dispose: () => void };
