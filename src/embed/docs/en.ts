// English words of the documentation for publishers. `{name}` is a value, `[…]` is the link of the sentence.

export const en = {
  embedTitle: 'Put the box on your pages',
  embedLede:
    'Five ways, from a plain link to a frame. All of them send the same form to the same server and are checked by the same rules. Each example here is live, and the code beside it is the code that it runs.',
  testMode: 'This service runs in test mode: the payment page takes test cards only, and no money moves.',
  liveMode:
    'This service takes real money. The examples lead to the real payment page, and nothing is charged before somebody pays there.',
  noIndex:
    'This page is public, so that everybody in the newsroom can read it; search engines are asked to leave it out. It holds no key and no list of your sites.',
  contents: 'On this page',
  yourPage: 'Your page',
  site: 'Where the box will stand',
  siteHint: 'The origin of your site, for example https://news.example.org. Only the frame needs it.',
  siteUnknown:
    'This origin is not listed under “origins” in the publisher file. Add it there and start the service again; until then browsers refuse the frame, and the box cannot read our answers.',
  campaign: 'Campaign',
  campaignHint: 'Small letters, digits and hyphens. It is all that a gift says about where it came from.',
  campaignWrong: 'A campaign is 1 to 40 small letters, digits and hyphens.',
  showCode: 'Write it into the code',
  code: 'Code for the page',
  policy: 'What the page’s content security policy must allow',
  policyNone: 'Nothing: a link needs no permission.',
  live: 'Live',
  useFor: 'Use it for',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected. Copy it with your keyboard.',
  fetch: 'Your server fetches it',

  linkTitle: 'A link',
  linkUse: 'newsletters, feeds, social networks, AMP, print',
  linkBody:
    'It opens the give page with the choice made. A link creates nothing, so the scanners and previews of mail programs may open it.',
  formTitle: 'A plain form',
  formUse: 'systems that take HTML and no script',
  formBody:
    'A real form without a script. It holds nothing about any reader, not even a one-time key, so one copy serves everybody: paste it, or let your server fetch it every few minutes.',
  formFetch:
    'Amounts, words and notices change with the publisher file, and a fetched copy follows. Send no headers of your readers along: we need none, and this way we cannot get any.',
  ssrTitle: 'The element, written by your server',
  ssrUse: 'articles of your own system; the best of the five',
  ssrBody:
    'The form is there before any script. Nothing moves when the script arrives, nothing is missing when it does not, and your styles cannot reach into the box by accident.',
  ssrFetch: 'Fetched like the plain form, from another address:',
  scriptTitle: 'One script',
  scriptUse: 'a quick start',
  scriptBody:
    'The script draws the box where the element stands. The link inside is what readers see where scripts are off or blocked, and what reader modes show. Keep it.',
  frameTitle: 'A frame',
  frameUse: 'closed systems, and whatever speaks oEmbed',
  frameBody:
    'The box in a page of its own. The sandbox protects your page only if our host differs from yours: on one host a frame could take its sandbox off. The small script gives the frame its height; without it the frame keeps the height that is written there.',
  oembed:
    'Systems that know oEmbed find the frame by themselves from the address of the give page, or of an article with this line in its head:',

  roomTitle: 'Room for the box',
  roomBody:
    'With the one script, reserve the height of the box, so that the text below does not move when it arrives. Measured with the built-in words; if yours are longer, measure again.',
  versionTitle: 'A version, or always the newest',
  versionBody:
    'The code above names version {version} and the hash of its files: a browser runs exactly these bytes or none. After an update of the service, copy it again. Or load /rs/v1/rs.js without the hash: it follows every update within the hour.',
  moreFiles:
    'What a reader asks for later (the reminder, other languages) loads from the same folder under names that belong to this one build. No other host is ever asked.',

  elsewhereTitle: 'Where no box can stand',
  newsletterTitle: 'Newsletter',
  newsletterBody:
    'One sentence and plain links: no picture, no counter, nothing that a mail program would block.',
  newsletterRisk:
    'A mail that asks for money stays in the mailbox. Leave it out of letters to readers who could be searched for it.',
  newsletterText: 'The same as plain text',
  askHtml: '{heading} [Give {monthly} a month], [give {annual} a year], or [choose another amount].',
  askMonthly: 'Give {amount} a month:',
  askAnnual: 'Give {amount} a year:',
  askOther: 'Choose another amount:',
  rssTitle: 'RSS',
  rssBody: 'At the end of each entry of the feed. Feed readers drop scripts and forms, links stay.',
  ampTitle: 'AMP',
  ampBody: 'AMP takes no scripts of others. The same links are enough, and valid as they are.',
  printTitle: 'Print',
  printBody:
    'On paper the box shows its heading and the address of the give page by itself. For papers and posters, short addresses are set in the publisher file:',
  printAddress: 'They are short enough to be typed:',
  printNone: 'The service checks each of them when it starts, because what is printed cannot be mended.',
  readerTitle: 'Reader mode, text browsers, old browsers',
  readerBody:
    'They show the link inside the element. It is ordinary text of your page, so write it in your own words:',

  themingLink: 'Colours, fonts and corners are on the [theming page].',
  themingTitle: 'Make the box look like your pages',
  themingLede:
    'Six values, and the box follows. Each pair of colours is measured here, so that everybody can read it, in light and in dark.',
  embedLink: 'How to put the box on a page is on the [embedding page].',
  lightTitle: 'Light',
  darkTitle: 'Dark',
  bothTitle: 'Both',
  accent: 'Accent',
  'on-accent': 'Words on the accent',
  surface: 'Paper behind the box',
  radius: 'Corners, in pixels',
  radiusHint: '0 to 27',
  text: 'Font of the words',
  textHint: '“inherit” takes the font of your article.',
  ui: 'Font of the controls',
  pick: '{label}: pick a colour',
  show: 'Show it',
  reset: 'Back to the built-in look',
  faultColour: 'A colour is # with three or six digits, for example #17497b.',
  faultRadius: 'The corners are a whole number from 0 to 27.',
  faultFont: 'A list of font names with commas, for example PT Serif, Georgia, serif.',
  contrastTitle: 'Contrast',
  contrastGood: 'Every pair is strong enough.',
  contrastPoor:
    'Some pairs are too weak. Readers with poor eyesight, or in the sun, could not make them out.',
  where: 'Where',
  ratio: 'Contrast',
  verdict: 'Enough?',
  enough: '{ratio}, enough',
  tooLittle: '{ratio}, too little: {needs} is needed',
  ratioOf: '{ratio} : 1',
  button: 'Words on the button',
  buttonHover: 'Words on the button under the pointer',
  link: 'Links on the paper',
  chosen: 'The chosen amount',
  rhythm: 'The chosen rhythm',
  notice: 'A notice, for example after turning back',
  words: 'Words on the paper',
  quietWords: 'Quiet words on the paper',
  error: 'Faults on the paper',
  ring: 'Ring around what has the focus',
  edge: 'Edges of the controls',
  styles: 'Styles for your page',
  stylesBody: 'Everything else can be reached through ::part(), for example reader-support::part(heading).',
  preview: 'The box in your colours',
} as const;
