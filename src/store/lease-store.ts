/**
 * The part of the port by which several instances agree on who does what is to be done once. A lease saves work that would
 * be done twice; what is correct never hangs on it, for a process may be held up for minutes and not know it.
 */
export interface LeaseStore {
  /**
   * Takes a lease until `until`, by the taker's clock, where it is free, has run out by `now`, or is the holder's already;
   * of two at once one gets it. False where it is another's.
   */
  takeLease(name: string, holder: string, now: Date, until: Date): Promise<boolean>;
  /** Lets a lease go where it is still the holder's: whoever asks next gets it. */
  giveLease(name: string, holder: string): Promise<void>;
  /**
   * Called as a service starts. Where one machine alone can reach the database, whoever held a lease is taken to have
   * ended without a word, and all are free: nobody waits after a crash. An adapter that machines share changes nothing.
   */
  clearLeases(): Promise<void>;
}
