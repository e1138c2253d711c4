/** Mail services that authorities in Russia can read; reminders to them are refused with an explanation. */
export const REFUSED_MAIL_SERVICES: readonly string[] = (
  'yandex.ru yandex.com yandex.by yandex.kz yandex.ua yandex.az yandex.com.am yandex.com.ge yandex.co.il ' +
  'yandex.com.tr yandex.ee yandex.fr yandex.kg yandex.lt yandex.lv yandex.md yandex.pl yandex.tj yandex.tm ' +
  'yandex.uz ya.ru narod.ru xn--d1acpjx3f.xn--p1ai mail.ru mail.ua bk.ru list.ru inbox.ru internet.ru ' +
  'xmail.ru vk.com rambler.ru rambler.ua lenta.ru autorambler.ru myrambler.ru ro.ru r0.ru'
).split(' ');
