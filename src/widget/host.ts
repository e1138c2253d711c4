import type { BoxChoice } from '../box/choice.ts';
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
  | 'quiet'
  | 'closed';

/** What a screen may ask of the element it stands in. */
export type Host = {
  view: BoxView;
  /** The server's address, without a slash at the end. */
  base: string;
  campaign: string | undefined;
  /** Which of the publisher's variants is shown, where there are any. */
  variant?: string;
  showCurrency: boolean;
  showReminder: boolean;
  /** Ends when the element leaves the page, or starts anew. */
  signal: AbortSignal;
  /** Puts a screen into the shadow root. */
  show: (node: Node, state: BoxState) => void;
  /** Sets the state; one that tells of something wrong is also `:state(error)`. */
  setState: (state: BoxState, isError?: boolean) => void;
  /** Sends `rs-<name>`; false if a listener cancelled it. */
  emit: (name: string, detail?: object, cancelable?: boolean) => boolean;
  openReminder: () => void;
  /** Back to the form, as it was left. */
  closeReminder: () => ParentNode;
  /** Told of every form that was drawn; set by what is loaded on demand. */
  drawn?: (form: HTMLElement, choice: () => BoxChoice, cameBack: boolean) => void;
};
