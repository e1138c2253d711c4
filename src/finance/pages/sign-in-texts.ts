import type { PageLang } from './texts.ts';

/** Words of the way in. */
export type SignInTexts = {
  mailLead: string;
  mailField: string;
  mailButton: string;
  mailWrong: string;
  oidcButton: string;
  keySummary: string;
  inbox: string;
  inboxText: string;
  codeField: string;
  codeWrong: string;
  goOn: string;
  anotherMail: string;
  linkText: string;
  linkFor: (label: string) => string;
  otherBrowser: string;
  otherBrowserText: string;
  gone: string;
  goneText: string;
  startAgain: string;
  factor: string;
  factorText: string;
  factorField: string;
  factorWrong: string;
  factorLocked: string;
  factorHelp: string;
  setUp: string;
  setUpScan: string;
  setUpPicture: string;
  setUpSecret: string;
  setUpType: string;
  setUpField: string;
  setUpWrong: string;
  setUpNeutral: string;
  codes: string;
  codesText: string;
  codesKept: string;
  toProvider: string;
  toProviderText: string;
  toProviderLink: string;
  backText: string;
  providerRefused: string;
  providerRefusedText: string;
  providerDown: string;
  providerDownText: string;
};

const EN: SignInTexts = {
  mailLead: 'Type the address that an admin here knows as yours. A link that works once comes to it.',
  mailField: 'E-mail address',
  mailButton: 'Send me a link',
  mailWrong: 'This is not an e-mail address that we could write to.',
  oidcButton: 'Sign in with your organisation’s account',
  keySummary: 'Sign in with a finance key',
  inbox: 'Look into your mailbox',
  inboxText:
    'If this address belongs to somebody here, a mail is on its way to it. Open its link in this browser, or type its code here. Both work once, for 15 minutes.',
  codeField: 'Code from the mail, eight digits',
  codeWrong: 'This is not the code of the newest mail. After five wrong codes a new mail is needed.',
  goOn: 'Continue',
  anotherMail: 'Ask for another mail',
  linkText: 'Press the button to go on. The next step asks for your second factor.',
  linkFor: (label) => `This link was made for ${label}.`,
  otherBrowser: 'This link works in one browser',
  otherBrowserText:
    'It goes on only in the browser in which you asked for it. Open it there, or type the code from the mail there. If you did not ask for it, close this page: nothing has happened.',
  gone: 'This link does not work any more',
  goneText: 'It was used before, or its time is over.',
  startAgain: 'Start again',
  factor: 'Your second factor',
  factorText: 'Type the six digits that your authenticator shows now, or one of your recovery codes.',
  factorField: 'Code',
  factorWrong: 'This code does not fit, or was used before. Wait for the next one.',
  factorLocked: 'There were too many wrong codes. Wait a quarter of an hour or longer, then start again.',
  factorHelp: 'No telephone and no recovery code? Ask an admin to reset your second factor.',
  setUp: 'Set up your second factor',
  setUpScan: 'Open an authenticator app on your telephone and scan this picture with it.',
  setUpPicture: 'A picture of the secret below, for the camera of a telephone',
  setUpSecret: 'Without a camera, type this secret into the app:',
  setUpType: 'Then type the six digits that the app shows.',
  setUpField: 'Code from the app, six digits',
  setUpWrong:
    'This code does not fit. Look whether the clock of the telephone is right, and type the next code.',
  setUpNeutral: 'In the app the entry is called “Finance”. It names neither the paper nor you.',
  codes: 'Ten codes for a day without the telephone',
  codesText:
    'Write them down or print them, and keep them apart from the telephone. Each signs you in once. They are shown now and never again.',
  codesKept: 'I have them, go on',
  toProvider: 'On to your provider',
  toProviderText: 'You sign in there and come back.',
  toProviderLink: 'Go to your provider',
  backText: 'Your provider has sent you back. Press the button to go on.',
  providerRefused: 'You are not signed in',
  providerRefusedText:
    'Your provider did not let you in, or nobody here has the address that it confirms for your account. Ask an admin which address they know you by.',
  providerDown: 'Your provider does not answer',
  providerDownText: 'Nothing has happened. Try again in a minute.',
};

const RU: SignInTexts = {
  mailLead: 'Введите адрес, который администратор записал как ваш. На него придёт ссылка для одного входа.',
  mailField: 'Адрес электронной почты',
  mailButton: 'Прислать ссылку',
  mailWrong: 'На такой адрес мы не смогли бы написать.',
  oidcButton: 'Войти с учётной записью вашей организации',
  keySummary: 'Войти с ключом финансов',
  inbox: 'Проверьте почту',
  inboxText:
    'Если этот адрес принадлежит кому-то из сотрудников, на него уже идёт письмо. Откройте ссылку из него в этом браузере или введите здесь код. И то и другое действует один раз, в течение 15 минут.',
  codeField: 'Код из письма, восемь цифр',
  codeWrong: 'Это не код из последнего письма. После пяти неверных кодов понадобится новое письмо.',
  goOn: 'Продолжить',
  anotherMail: 'Попросить новое письмо',
  linkText: 'Нажмите кнопку, чтобы продолжить. На следующем шаге понадобится второй фактор.',
  linkFor: (label) => `Эта ссылка сделана для сотрудника «${label}».`,
  otherBrowser: 'Ссылка действует в одном браузере',
  otherBrowserText:
    'Она продолжит вход только в том браузере, где вы её попросили. Откройте её там или введите там код из письма. Если вы ни о чём не просили, закройте эту страницу: ничего не произошло.',
  gone: 'Ссылка больше не действует',
  goneText: 'Ею уже воспользовались, или её время вышло.',
  startAgain: 'Начать заново',
  factor: 'Второй фактор',
  factorText:
    'Введите шесть цифр, которые сейчас показывает приложение для кодов, или один из резервных кодов.',
  factorField: 'Код',
  factorWrong: 'Этот код не подходит или уже использован. Дождитесь следующего.',
  factorLocked: 'Было слишком много неверных кодов. Подождите четверть часа или дольше и начните заново.',
  factorHelp: 'Нет ни телефона, ни резервного кода? Попросите администратора сбросить ваш второй фактор.',
  setUp: 'Настройте второй фактор',
  setUpScan: 'Откройте на телефоне приложение для кодов и отсканируйте в нём эту картинку.',
  setUpPicture: 'Картинка с секретом, который написан ниже, для камеры телефона',
  setUpSecret: 'Без камеры введите в приложение этот секрет:',
  setUpType: 'Затем введите шесть цифр, которые покажет приложение.',
  setUpField: 'Код из приложения, шесть цифр',
  setUpWrong: 'Этот код не подходит. Проверьте, верны ли часы телефона, и введите следующий код.',
  setUpNeutral: 'В приложении запись называется «Finance». В ней нет ни названия издания, ни вашего имени.',
  codes: 'Десять кодов на день без телефона',
  codesText:
    'Запишите или распечатайте их и храните отдельно от телефона. Каждый даёт войти один раз. Они показаны сейчас и больше не появятся.',
  codesKept: 'Коды у меня, продолжить',
  toProvider: 'К вашему провайдеру',
  toProviderText: 'Вы войдёте там и вернётесь сюда.',
  toProviderLink: 'Перейти к провайдеру',
  backText: 'Провайдер вернул вас обратно. Нажмите кнопку, чтобы продолжить.',
  providerRefused: 'Вы не вошли',
  providerRefusedText:
    'Провайдер вас не впустил, или здесь ни у кого нет адреса, который он подтверждает для вашей учётной записи. Спросите администратора, под каким адресом вас здесь знают.',
  providerDown: 'Провайдер не отвечает',
  providerDownText: 'Ничего не произошло. Попробуйте ещё раз через минуту.',
};

/** The words of a language. */
export function signInTexts(lang: PageLang): SignInTexts {
  return { en: EN, ru: RU }[lang];
}
