/** A way to pay on the hosted page, named after what it brings about. */
export type CardName =
  | 'good'
  | 'declined'
  | 'threeDSecure'
  | 'failsOnRenewal'
  | 'disputed'
  | 'refundFails'
  | 'bankDebit'
  | 'bankDebitFails'
  | 'bankDebitFailsLate'
  | 'bankDebitDisputed'
  | 'inquiry'
  | 'fraudWarning'
  | 'blocked'
  | 'russian'
  | 'belarusian';

export type Card = {
  kind: 'card' | 'bank';
  number: string;
  brand: string;
  country: string;
};

/** Stripe's own test numbers, so that what is learnt here holds in a real sandbox; it has none for a late failure. */
export const cards: Record<CardName, Card> = {
  good: { kind: 'card', number: '4242424242424242', brand: 'visa', country: 'US' },
  declined: { kind: 'card', number: '4000000000009995', brand: 'visa', country: 'US' },
  threeDSecure: { kind: 'card', number: '4000002760003155', brand: 'visa', country: 'DE' },
  failsOnRenewal: { kind: 'card', number: '4000000000000341', brand: 'visa', country: 'US' },
  disputed: { kind: 'card', number: '4000000000000259', brand: 'visa', country: 'US' },
  refundFails: { kind: 'card', number: '4000000000005126', brand: 'visa', country: 'US' },
  bankDebit: { kind: 'bank', number: 'DE89370400440532013000', brand: '', country: 'DE' },
  bankDebitFails: { kind: 'bank', number: 'DE62370400440532013001', brand: '', country: 'DE' },
  bankDebitFailsLate: { kind: 'bank', number: 'DE00370400440532019999', brand: '', country: 'DE' },
  bankDebitDisputed: { kind: 'bank', number: 'DE35370400440532013002', brand: '', country: 'DE' },
  inquiry: { kind: 'card', number: '4000000000001976', brand: 'visa', country: 'US' },
  fraudWarning: { kind: 'card', number: '4000000000005423', brand: 'visa', country: 'US' },
  blocked: { kind: 'card', number: '4100000000000019', brand: 'visa', country: 'US' },
  russian: { kind: 'card', number: '4000006430000009', brand: 'visa', country: 'RU' },
  belarusian: { kind: 'card', number: '4000001120000005', brand: 'visa', country: 'BY' },
};

/** Tells a card by its name, its number or the number's last four digits. */
export function findCard(text: string): CardName | undefined {
  if (Object.hasOwn(cards, text)) return text as CardName;
  const digits = text.replaceAll(' ', '');
  const names = Object.keys(cards) as CardName[];
  return names.find(
    (name) => cards[name].number === digits || (digits.length === 4 && cards[name].number.endsWith(digits)),
  );
}
