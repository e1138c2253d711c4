import type { DueDelivery, MonthDelivery } from '../finance/month-delivery.ts';

/** The part of the port that keeps links to closed months. They are made by `changePeriod`, in its transaction. */
export interface DeliveryStore {
  /** Staff who want closed months by mail and may read the ledger's files. */
  deliverySubscribers(): Promise<{ staffId: string }[]>;
  /** Takes deliveries whose mail is due, and holds them until `leaseUntil`. */
  claimDueDeliveries(now: Date, leaseUntil: Date, limit: number): Promise<DueDelivery[]>;
  /** Notes what the link in the mail hashes to, before the mail goes out. */
  setDeliveryLink(linkId: string, linkHash: string): Promise<void>;
  /** The mail was accepted. */
  markDeliveryMailed(linkId: string, now: Date): Promise<void>;
  /** A try failed: due again then, or given up where it is null. */
  failDelivery(linkId: string, nextAttemptAt: Date | null): Promise<void>;
  /** The delivery that an unused link leads to; null where there is none, it was used, or it has run out. */
  deliveryByLink(linkHash: string, now: Date): Promise<MonthDelivery | null>;
  /** The same, and the link is used up: of two at once only one gets it. */
  useDeliveryLink(linkHash: string, now: Date): Promise<MonthDelivery | null>;
  /** The delivery behind a browser that used its link. */
  deliveryById(linkId: string): Promise<MonthDelivery | null>;
  /** Deletes deliveries that ran out before. Returns how many. */
  purgeDeliveries(before: Date): Promise<number>;
}
