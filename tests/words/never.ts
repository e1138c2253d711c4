import type { Language } from '../../src/box/language.ts';

/**
 * Promises that nobody can keep for a reader in danger, in any inflection: a language without a list does not compile.
 * Marks over and under letters are taken away before (Arabic vowels); "unsafe" and its like stay allowed.
 */
export const NEVER: Record<Language, RegExp> = {
  en: /anonym|untrace|untrack|(?<!un)\bsafe|\bsecur|risk.free|without risk|no risk|guarant|(no one|nobody) will (know|find|learn)|confidential|\bhidden|protect(s|ed)? you/iu,
  ru: /анонимн|(?<!не)безопасн|без риск|безрисков|гарант|никто не узнает|не отсле|защищ|защит|надежн|секретн|тайн/iu,
  uk: /анон[іi]м|(?<!не)безпеч|(?<!не)безпек|без ризик|гарант|ніхто не (ді)?(зна|відає)|не відсте|захищ|захист|надіин|таємн/iu,
  de: /anonym|sicher|ohne risiko|risikolos|risikofrei|gefahrlos|garant|gewahrleist|niemand (erfahrt|wei(ß|ss))|unerkannt|spurlos|schutzt sie|geschutzt|geheim|vertraulich/iu,
  fr: /anonym|securis|securite|(?<!\p{L})surs?(?!\p{L}| )|(?<!\p{L})sur et |sans (aucun )?(risque|danger)|garant|personne ne (le )?saura|intracable|protege|confidenti|secret/iu,
  es: /anonim|(?<!in)segur(o|a|os|as|idad|amente)(?!\p{L})|sin (ningun )?(riesgo|peligro)|garant|nadie (lo )?(sabra|sepa)|irrastreable|proteg|confidencial|secret/iu,
  ar: /مجهول|(?<!\p{L})(ال|و|ب)?(امن|امان|مامون|مومن|امنه|امنا)(?!\p{L})|(?<!\p{L})(ال)?سلام[هة]|مضمون|ضمان|(?<!\p{L})[نيت]ضمن|(دون|بلا|بدون) (اي )?(مخاطر|خطر)|(?<!\p{L})(ب|ال|بال)?سري(ه|ة|ا)?(?!\p{L})|لن يعرف احد|محمي|تتبع/u,
};

/** One sentence that each list has to catch, and one that it has to let pass. */
export const SAMPLES: Record<Language, { caught: string[]; passes: string[] }> = {
  en: {
    caught: ['Give anonymously', 'It is safe', 'a secure way', 'guaranteed', 'Nobody will know'],
    passes: ['Paying here is unsafe for you', 'A payment can put you at risk'],
  },
  ru: {
    caught: ['Это безопасно', 'анонимный перевод', 'Мы гарантируем', 'надёжно', 'защищённая страница'],
    passes: ['Перевод может быть опасен', 'Это небезопасно'],
  },
  uk: {
    caught: ['Це безпечно', 'анонімний переказ', 'Ми гарантуємо', 'надійно', 'захищена сторінка'],
    passes: ['Переказ може наразити вас на небезпеку', 'Це небезпечно'],
  },
  de: {
    caught: ['Das ist sicher', 'anonyme Spende', 'Wir garantieren', 'geschützte Seite', 'Niemand erfährt es'],
    passes: ['Das kann Sie in Gefahr bringen'],
  },
  fr: {
    caught: ['C’est sûr', 'un don anonyme', 'page sécurisée', 'garanti', 'sans aucun risque'],
    passes: ['Nous comptons sur vous', 'la page sur laquelle', 'vous mettre en danger'],
  },
  es: {
    caught: ['Es seguro', 'un pago anónimo', 'página segura', 'garantizado', 'sin riesgo'],
    passes: ['Puede ponerte en peligro', 'inseguro'],
  },
  ar: {
    caught: ['دفع آمن', 'بأمان', 'مجهول الهوية', 'نضمن لكم', 'دون أي مخاطر', 'بسرّية تامة'],
    passes: ['قد يعرّضكم الدفع للخطر', 'سريعًا', 'تمامًا'],
  },
};

/** As the lists want it: no marks over letters, one kind of alif. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
