/** A single-use link to the files of a closed month, for one member of staff who asked for such mails. */
export type MonthDelivery = {
  /** `link_…`. */
  linkId: string;
  staffId: string;
  /** YYYY-MM. */
  period: string;
  /** Hash of the manifest that closed it: a month that was opened again has another one, or none. */
  manifestHash: string;
  createdAt: Date;
  /** The link leads nowhere from then on. */
  expiresAt: Date;
};

/** A delivery whose mail is due. */
export type DueDelivery = MonthDelivery & {
  /** Tries so far. */
  attempts: number;
  lang: string;
  /** Where it goes, sealed for the member of staff; null where they asked for none any more. */
  sealedDelivery: string | null;
};
