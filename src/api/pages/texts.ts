import type { DocsLang } from '../../embed/docs/texts.ts';

// Words of the pages around the description. `{name}` is a value, `[…]` is the link of the sentence.

const en = {
  indexTitle: 'Documentation',
  indexLede:
    'How this service fits into your pages, your books and your programs. Everything here belongs to this very deployment.',
  embedTitle: 'Put the box on your pages',
  embedBody: 'Five ways, from a plain link to a frame, each live beside its code.',
  themingTitle: 'Make the box look like your pages',
  themingBody: 'Colours, fonts and corners, with the contrast of every pair.',
  apiTitle: 'API',
  apiBody: 'Every address that others may rely on: what it takes, what it answers, what can go wrong.',
  examplesTitle: 'Keep a copy of the ledger',
  examplesBody: 'Programs that run: curl, Python, R, Excel, Google Sheets, JavaScript.',
  errorsTitle: 'Errors',
  errorsBody: 'Every code, what it means and what to do about it.',
  apiLede:
    'Addresses for the box, for bookkeeping and for whoever runs the service. For programs, the same is described in [openapi.json].',
  rulesTitle: 'What holds everywhere',
  allTitle: 'Every address',
  address: 'Address',
  does: 'What it does',
  opens: 'What opens it',
  anyone: 'Anyone',
  stripe: 'Stripe’s signature',
  metrics: 'METRICS_TOKEN',
  needs: 'Opened by',
  scope: 'a key or a session with the scope {scope}',
  parameters: 'Parameters',
  headers: 'Headers',
  body: 'Body',
  answer: 'Answer {status}',
  noBody: 'No body.',
  wrong: 'What can go wrong',
  wrongMore: 'What to do about each is on the page of [errors].',
  request: 'Request',
  response: 'Answer of this service in a test, with made-up ids',
  required: 'required',
  formats: 'Formats',
  filters: 'Filters',
  filtersNote: 'The same in every format.',
  columns: 'Columns',
  columnsNote: '{count} columns, the same in every format',
  fileHeaders: 'Headers of the answer',
  oneLine: 'One line of JSON lines has the fields that the columns name.',
  errorsLede:
    'Every error is application/problem+json. Here are three as the service answers them, then every code.',
  means: 'What it means',
  cure: 'What to do',
  status: 'Status',
  examplesLede:
    'The programs that keep a copy ask for what was written since their last run, add it, and pass over what they have. The key comes from the environment or a setting, never from an address.',
  overlap:
    'Each run asks from ten minutes before the newest line that it has, because two lines can be written in another order than they are dated. What comes twice is told by its entry_id.',
  digestNote:
    'Each file has its SHA-256 in Repr-Digest: as a header where the month is closed, else as a trailer behind the last byte. curl shows both, so the first example holds every file against it; the library of Python shows headers alone, so the second does so for closed months.',
  curlTitle: 'curl',
  curlBody: 'For a shell with curl, awk and openssl.',
  pythonTitle: 'Python',
  pythonBody: 'Python 3.9 or newer, nothing to install.',
  rTitle: 'R',
  rBody: 'Base R from 4.1 on. It was read with care but not run by our tests: no R is at hand there.',
  excelTitle: 'Excel: Power Query',
  excelBody:
    'Data, Get Data, Blank Query, Advanced Editor. Power Query sends the header, so the key stays out of the address; keep it in a parameter and do not share the workbook with it. It fetches a whole month again on each refresh. Not run by our tests.',
  sheetsTitle: 'Google Sheets: Apps Script',
  sheetsBody:
    'IMPORTDATA cannot send a header, and a key in an address would end up in logs: use this script instead. The key stands in the script properties. Not run by our tests. Think first whether your books should lie with Google.',
  calcTitle: 'LibreOffice Calc',
  calcBody:
    'Its link to external data cannot send a header either. Let the Python example write ledger.csv and link to that file: Sheet, Link to External Data.',
  jsTitle: 'JavaScript and TypeScript',
  jsBody: 'The client of this package, typed by the schemas of the service.',
} as const;

/** A language that lacks a word does not compile. */
export type PageTexts = Readonly<Record<keyof typeof en, string>>;

const ru: PageTexts = {
  indexTitle: 'Документация',
  indexLede:
    'Как этот сервис встаёт на ваши страницы, в ваш учёт и в ваши программы. Всё здесь относится именно к этой установке.',
  embedTitle: 'Поставьте форму на свои страницы',
  embedBody: 'Пять способов, от простой ссылки до фрейма, каждый вживую рядом с кодом.',
  themingTitle: 'Форма в стиле ваших страниц',
  themingBody: 'Цвета, шрифты и углы, с контрастом каждой пары.',
  apiTitle: 'API',
  apiBody: 'Все адреса, на которые можно рассчитывать: что берут, что отвечают, что может пойти не так.',
  examplesTitle: 'Копия книги учёта',
  examplesBody: 'Программы, которые работают: curl, Python, R, Excel, Google Таблицы, JavaScript.',
  errorsTitle: 'Ошибки',
  errorsBody: 'Каждый код, что он значит и что с ним делать.',
  apiLede:
    'Адреса для формы, для учёта и для тех, кто ведёт сервис. Для программ то же самое описано в [openapi.json].',
  rulesTitle: 'Что верно везде',
  allTitle: 'Все адреса',
  address: 'Адрес',
  does: 'Что делает',
  opens: 'Чем открывается',
  anyone: 'Любой',
  stripe: 'Подпись Stripe',
  metrics: 'METRICS_TOKEN',
  needs: 'Чем открывается:',
  scope: 'ключ или сеанс с правом {scope}',
  parameters: 'Параметры',
  headers: 'Заголовки',
  body: 'Тело запроса',
  answer: 'Ответ {status}',
  noBody: 'Без тела.',
  wrong: 'Что может пойти не так',
  wrongMore: 'Что с этим делать, написано на странице об [ошибках].',
  request: 'Запрос',
  response: 'Ответ этого сервиса в тесте, номера вымышлены',
  required: 'обязательно',
  formats: 'Форматы',
  filters: 'Фильтры',
  filtersNote: 'Одни и те же для всех форматов.',
  columns: 'Колонки',
  columnsNote: 'Колонок: {count}, одни и те же во всех форматах',
  fileHeaders: 'Заголовки ответа',
  oneLine: 'В каждой строке JSON те же поля, что и колонки.',
  errorsLede: 'Любая ошибка: application/problem+json. Вот три, как их отвечает сервис, а дальше все коды.',
  means: 'Что значит',
  cure: 'Что делать',
  status: 'Статус',
  examplesLede:
    'Программы, которые держат копию, спрашивают, что записано с их прошлого запуска, добавляют это и пропускают то, что уже есть. Ключ берётся из окружения или настройки, но никогда из адреса.',
  overlap:
    'Каждый запуск спрашивает с момента на десять минут раньше самой новой строки: две строки могут быть записаны не в том порядке, в каком датированы. Что пришло дважды, видно по entry_id.',
  digestNote:
    'У каждого файла есть SHA-256 в Repr-Digest: заголовком, если месяц закрыт, иначе трейлером после последнего байта. curl видит оба, поэтому первый пример сверяет каждый файл; библиотека Python видит только заголовки, поэтому второй сверяет закрытые месяцы.',
  curlTitle: 'curl',
  curlBody: 'Для командной строки с curl, awk и openssl.',
  pythonTitle: 'Python',
  pythonBody: 'Python 3.9 или новее, ставить ничего не нужно.',
  rTitle: 'R',
  rBody: 'Обычный R начиная с 4.1. Мы внимательно его прочитали, но наши тесты его не запускали: R там нет.',
  excelTitle: 'Excel: Power Query',
  excelBody:
    'Данные, Получить данные, Пустой запрос, Расширенный редактор. Power Query отправляет заголовок, поэтому ключ не попадает в адрес; храните его в параметре и не пересылайте книгу вместе с ним. При каждом обновлении месяц берётся целиком. Наши тесты этого не запускали.',
  sheetsTitle: 'Google Таблицы: Apps Script',
  sheetsBody:
    'IMPORTDATA не умеет отправлять заголовок, а ключ в адресе осел бы в журналах: возьмите этот скрипт. Ключ лежит в свойствах скрипта. Наши тесты его не запускали. Сначала подумайте, стоит ли вашему учёту лежать у Google.',
  calcTitle: 'LibreOffice Calc',
  calcBody:
    'Связь с внешними данными тоже не умеет отправлять заголовок. Пусть пример на Python пишет ledger.csv, а вы свяжите лист с этим файлом: Лист, Связать с внешними данными.',
  jsTitle: 'JavaScript и TypeScript',
  jsBody: 'Клиент из этого пакета, с типами из схем сервиса.',
};

export function apiTexts(lang: DocsLang): PageTexts {
  return lang === 'ru' ? ru : en;
}
