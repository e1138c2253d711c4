// The demo's article, in both languages: our own words about a town and a river that do not exist.

export type ArticleTexts = {
  paper: string;
  sections: readonly string[];
  sectionsLabel: string;
  kicker: string;
  headline: string;
  byline: string;
  before: readonly string[];
  after: readonly string[];
  fallback: string;
  heading: string;
  demo: string;
  demoLabel: string;
  inspector: string;
  inbox: string;
  finance: string;
};

export const ARTICLE: Record<'en' | 'ru', ArticleTexts> = {
  en: {
    paper: 'The Example Times',
    sections: ['News', 'Climate', 'Culture'],
    sectionsLabel: 'Sections',
    kicker: 'Climate',
    headline: 'The town that measured its own river, and what it found',
    byline: 'By Ana Sample · 22 November 2026 · 6 min read',
    before: [
      'For three years a group of retired engineers walked to the same bend every Sunday, lowered a bucket on a rope and wrote down what came up. Nobody had asked them to. Last week the notebooks became evidence.',
      'The regional office had reported clean water every quarter. The notebooks, checked for this article by two independent laboratories, tell a different story from the spring of the second year on.',
    ],
    after: [
      'The first reading that worried them came in April. “We thought the meter was broken,” says the group’s chemist. “So we bought a second meter. Then we were worried about two meters.”',
    ],
    fallback: 'Support our reporting',
    heading: 'This story took four months. Readers paid for it.',
    demo: 'Demo: a made-up newspaper, a sandbox in place of Stripe, no real money.',
    demoLabel: 'Demo',
    inspector: 'Sandbox',
    inbox: 'Inbox',
    finance: 'Finance',
  },
  ru: {
    paper: 'Вестник Примера',
    sections: ['Новости', 'Климат', 'Культура'],
    sectionsLabel: 'Разделы',
    kicker: 'Климат',
    headline: 'Город сам измерил свою реку. Вот что нашли',
    byline: 'Анна Примерова · 22 ноября 2026 · 6 минут',
    before: [
      'Три года подряд пятеро инженеров на пенсии каждое воскресенье приходили к одной и той же излучине, опускали ведро на верёвке и записывали, что подняли. Их никто не просил. На прошлой неделе тетради стали доказательством.',
      'Ведомство каждый квартал отчитывалось о чистой воде. Тетради, которые по нашей просьбе проверили две независимые лаборатории, говорят другое, начиная со второй весны.',
    ],
    after: [
      'Первая тревожная цифра появилась в апреле. «Мы решили, что прибор сломан, — говорит химик группы. — Купили второй. После этого нас тревожили уже два прибора».',
    ],
    fallback: 'Поддержать нашу работу',
    heading: 'Этот текст готовили четыре месяца. За него заплатили читатели.',
    demo: 'Демо: выдуманная газета, вместо Stripe песочница, денег никто не тратит.',
    demoLabel: 'Демо',
    inspector: 'Песочница',
    inbox: 'Почта',
    finance: 'Финансы',
  },
};
