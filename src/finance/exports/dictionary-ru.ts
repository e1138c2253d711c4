import type { TableName } from './table.ts';

const KIND =
  'Что это за движение: payment (взнос), refund (возврат), refund_failed (возврат не дошёл), dispute (спор), dispute_reversed (спор выигран), fee (комиссия), adjustment (поправка), payout (перевод в банк), payout_failed (банк вернул перевод).';
const FREQUENCY = 'once (разово), monthly (ежемесячно) или annual (ежегодно).';
const SETTLED = 'Валюта, в которой рассчитывается Stripe.';
const ORIGINAL_PERIOD = 'Месяц, к которому относится опоздавшее движение, если тот месяц был уже закрыт.';
const TRANSACTION = 'Номер движения в Stripe.';

/** What each column holds, in Russian. The English sentences stand at the columns themselves. */
export const MEANINGS_RU: Record<TableName, Record<string, string>> = {
  ledger: {
    entry_id: 'Наш номер движения; он выводится из номера движения в Stripe.',
    kind: KIND,
    pledge_id:
      'Обещание читателя, к которому относится движение; пусто у переводов в банк и у комиссий счёта.',
    payment_id: 'Одно списание денег; у его возвратов и споров тот же номер.',
    frequency: FREQUENCY,
    sequence: '1 у первого взноса по обещанию, дальше 2 и больше; у возвратов и споров номер их взноса.',
    campaign: 'Кампания обещания.',
    created_utc: 'Когда Stripe провёл движение.',
    book_date: 'День движения в часовом поясе учёта.',
    period: 'Месяц, в котором движение учтено.',
    available_utc: 'С какого времени деньги можно перевести в банк.',
    paid_out_utc:
      'День, когда деньги пришли в банк; пусто, пока Stripe не перечислил состав перевода или если банк вернул его.',
    charged_minor:
      'Сколько заплатил или получил назад читатель, со знаком, в наименьших единицах charged_currency.',
    charged_amount: 'То же десятичной дробью.',
    charged_currency: 'Валюта читателя.',
    gross_minor: 'Сумма до комиссий, со знаком, в наименьших единицах currency.',
    fee_minor: 'Что удержал Stripe, в наименьших единицах currency.',
    net_minor: 'Насколько изменился остаток: gross_minor минус fee_minor, в наименьших единицах currency.',
    gross: 'gross_minor десятичной дробью.',
    fee: 'fee_minor десятичной дробью.',
    net: 'net_minor десятичной дробью.',
    currency: SETTLED,
    exchange_rate: 'Курс Stripe из charged_currency в currency; пусто, если обмена не было.',
    stripe_balance_transaction: TRANSACTION,
    stripe_source: 'Что сдвинуло деньги: списание, возврат, спор или перевод в банк.',
    stripe_payout: 'Перевод в банк, в который вошло движение.',
    original_entry_id: 'У возврата или спора: строка его взноса.',
    original_period: ORIGINAL_PERIOD,
    recorded_utc: 'Когда мы записали эту строку.',
  },
  journal: {
    document_id:
      'То, что сходится само в себе: движение или его entry_id с окончанием -arrival в день, когда перевод пришёл в банк.',
    line: 'Номер стороны движения, от 1.',
    entry_id: 'Движение, сторона которого стоит в строке; в ledger.csv то же имя.',
    kind: KIND,
    step: 'booking (проводка) или arrival, когда перевод приходит в банк.',
    posting_date:
      'День, которым проводить: собственный или первый день period, если собственный месяц был уже закрыт.',
    book_date: 'Собственный день движения в часовом поясе учёта.',
    period: 'Месяц, в котором движение учтено; перевод в его конце может прийти в следующем.',
    account:
      'stripe_balance (остаток в Stripe), supporters (взносы), fees (комиссии), refunds (возвраты), disputes (споры), adjustments (поправки), in_transit (в пути) или bank (банк).',
    debit_minor: 'Дебет в наименьших единицах currency; пусто на стороне кредита.',
    credit_minor: 'Кредит в наименьших единицах currency; пусто на стороне дебета.',
    amount_minor: 'То же со знаком: дебет положительный; по документу сумма равна нулю.',
    debit: 'debit_minor десятичной дробью.',
    credit: 'credit_minor десятичной дробью.',
    amount: 'amount_minor десятичной дробью.',
    currency: SETTLED,
    frequency: FREQUENCY,
    campaign: 'Кампания обещания.',
    stripe_balance_transaction: TRANSACTION,
    original_period: ORIGINAL_PERIOD,
  },
  accounting: {
    date: 'День, которым проводить; никогда не день месяца, закрытого прежде, чем движение стало известно.',
    document: 'Номер документа; его дебет и кредит равны, валюта и день одни.',
    account: 'Собственный номер счёта у издания, из файла издания.',
    debit: 'Дебет; пусто на стороне кредита.',
    credit: 'Кредит; пусто на стороне дебета.',
    amount: 'То же со знаком: дебет положительный; по документу сумма равна нулю.',
    amount_minor: 'amount в наименьших единицах currency.',
    currency: SETTLED,
    text: 'Что это, словами выбранного языка, с кампанией.',
    account_name:
      'Имя счёта в нашем журнале: stripe_balance, supporters, fees, refunds, disputes, adjustments, in_transit или bank.',
    period: 'Месяц, в котором движение учтено.',
  },
  pledges: {
    pledge_id: 'Наш случайный номер обещания.',
    status:
      'open (открыто), processing (в обработке), paid (оплачено), active (идёт), past_due (просрочено), paused (приостановлено), ended (закончено), abandoned (брошено) или failed (не удалось).',
    frequency: FREQUENCY,
    amount_minor: 'Сколько обещано за один раз, в наименьших единицах currency.',
    amount: 'amount_minor десятичной дробью.',
    currency: 'Валюта читателя.',
    campaign: 'Кампания, если она была у формы.',
    lang: 'Язык, на котором была форма.',
    created_utc: 'Когда обещание сделано.',
    first_paid_utc: 'Первый взнос, который пришёл.',
    last_paid_utc: 'Последний взнос, который пришёл.',
    next_payment_utc: 'Когда Stripe спишет в следующий раз.',
    ended_utc: 'Когда закончилось регулярное обещание.',
    ended_reason: 'Почему оно закончилось.',
    payments: 'Сколько взносов пришло.',
    paid_minor: 'Их сумма в наименьших единицах currency.',
    refunded_minor: 'Сколько возвращено, в наименьших единицах currency.',
    stripe_checkout_session: 'Сеанс оплаты в Stripe.',
    stripe_customer: 'Клиент в Stripe, если он есть.',
    stripe_subscription: 'Подписка в Stripe у регулярного обещания.',
  },
  payouts: {
    payout_id: 'Номер перевода в Stripe; в ledger.csv он стоит в stripe_payout.',
    status:
      'pending (ожидает), in_transit (в пути), paid (пришёл), failed (не прошёл), canceled (отменён) или unknown (неизвестно).',
    automatic: 'true, если Stripe сделал перевод по расписанию, false, если его сделал человек.',
    created_utc: 'Когда деньги ушли с остатка в Stripe.',
    arrival_date: 'День, когда деньги в банке, по словам Stripe.',
    currency: 'Что получает банк.',
    amount_minor:
      'Сколько получает банк, в наименьших единицах; отрицательно, если Stripe забирает деньги из банка.',
    amount: 'amount_minor десятичной дробью.',
    gifts_minor:
      'Взносы в переводе до комиссий. Здесь и в следующих семи столбцах пусто, если состав перевода неизвестен.',
    refunds_minor: 'Возвраты в переводе, отрицательные, вместе с теми, что не дошли.',
    disputes_minor: 'Споры в переводе, отрицательные, вместе с выигранными.',
    fees_minor: 'Что удержал Stripe, положительное, вместе с комиссиями самого счёта.',
    adjustments_minor: 'Поправки остатка, сделанные Stripe.',
    returned_minor:
      'Прежние переводы, которые банк вернул и которые вошли сюда, минус переводы вручную, которые здесь учтены.',
    other_products_minor: 'Что относится к другим продуктам того же счёта Stripe, после комиссий.',
    unexplained_minor: 'Остальное; ноль, если у Stripe нет денег, которые здесь не учтены.',
    items: 'Сколько движений в переводе; пусто, если это неизвестно.',
    explained_by:
      'items: построчно. running_balance: сделан вручную, смотрите два остатка. pending: Stripe ещё не перечислил состав.',
    balance_before_minor: 'Остаток в Stripe в этой валюте до перевода, вместе с другими продуктами.',
    balance_after_minor: 'То же после перевода.',
    failure_code: 'Слово Stripe о том, почему банк вернул перевод.',
  },
};
