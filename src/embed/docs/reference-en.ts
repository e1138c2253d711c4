import type { ReferenceWords } from './reference.ts';

// English words of the reference; the names that they explain are in reference.ts.

export const enReference: ReferenceWords = {
  title: 'Everything the element knows',
  lede: 'Attributes and properties tell <reader-support> what to do, events tell your page what happened, slots, parts and tokens change its look. What is not named here may change with any version.',
  stringsTitle: 'Texts',
  stringsBody:
    'Names for the property strings, each with its built-in text. Braces hold a value, double asterisks make bold, square brackets hold the link of the sentence.',
  lists: {
    attributes: {
      title: 'Attributes',
      body: 'Those from src to theme and heading-level take effect when they change; variant, nudge and the ones without a value are read when the box is drawn. A new campaign or heading-level leaves the reader’s choice alone. Inside the element, a <script type="application/json"> with the answer of /v1/widget-config saves the request for it.',
      names: {
        src: 'Address of the service. By default the one that the script came from: on a mirror the box talks to the mirror.',
        campaign: 'Where the gift came from, as finance sees it.',
        lang: 'Language of the words and numbers, here and on the payment page. By default that of your page, else English; the closest edition answers.',
        currency: 'The currency at first; readers may change it. By default the edition’s.',
        frequency:
          'The rhythm at first. By default the publisher file’s, which is monthly unless it says otherwise.',
        amount:
          'The amount at first, in whole units: a preset where there is one, else it stands under Other.',
        theme: 'auto, the default, follows the reader’s system.',
        variant:
          'plain has no paper behind it; bar is one line that opens the form or is hidden for 14 days. By default block.',
        'heading-level': 'Level of the heading in the outline of your page. By default 2.',
        nudge:
          'annual adds a line under small monthly amounts: once a year bears one payment fee instead of twelve. By default none.',
        'no-reminder': 'Leaves out “Remind me later”.',
        'no-currency': 'Leaves out the choice of currency.',
        force: 'Shows the box where it would keep quiet.',
        metrics:
          'Adds one to a counter of the day, about nobody, where the publisher file counts. A browser with Global Privacy Control is left out.',
      },
    },
    properties: {
      title: 'Properties',
      body: 'They may be set before the script has come.',
      names: {
        value: 'The choice, or null while there is no valid one. Set it to choose for the reader.',
        config: 'What /v1/widget-config answers. Set it, and the box does not ask.',
        strings:
          'Texts of your own, by the names at the end of this page; whatever is missing stays as it was.',
        state: 'One of the states below. Cannot be set.',
      },
    },
    methods: {
      title: 'Methods',
      body: "They are there once the script has run: wait for customElements.whenDefined('reader-support').",
      names: {
        reset: 'Goes back to the choice that the box opened with.',
        quiet:
          'Hides the box on this device for so many days. It keeps one number in localStorage, under the key rs: the day until which it is quiet. The first page after it says in one line that the box asks again, and takes the number away.',
        openReminder: 'Opens the reminder, as its link does.',
      },
    },
    events: {
      title: 'Events',
      body: 'All of them bubble and leave the shadow root. Beside each name stands its detail; amountMinor counts the smallest unit, such as cents.',
      names: {
        'rs-ready':
          'The box has been drawn. It comes again after each new start, for example in another language.',
        'rs-view': 'Half of the box was in view for a second. Comes once.',
        'rs-change': 'The reader changed the choice. There is no amountMinor while there is no valid amount.',
        'rs-submit':
          'Continue was pressed with a valid choice. preventDefault() keeps the box from going on.',
        'rs-redirect': 'The browser is about to leave for the payment page.',
        'rs-invalid':
          'The amount cannot be taken: empty, format, decimals, too_small, too_large or refused, or the code of the server’s answer.',
        'rs-error':
          'no_configuration: none came, and your link stays. offline: no answer came. limited: too many tries. foreign_address: the answer did not lead to the payment page. no_leave: the browser did not leave within 12 seconds. Otherwise the code of the server’s answer.',
        'rs-remind-open': 'The reminder was opened.',
        'rs-remind-set': 'A reminder by mail was asked for.',
        'rs-hidden': 'The box shows nothing. It does not say why: your page must not learn who has paid.',
      },
    },
    slots: {
      title: 'Slots',
      body: 'An element inside <reader-support> with slot="…" takes the place of the built-in content. What has no slot is shown only where the box cannot be drawn.',
      names: {
        eyebrow: 'The small line above the heading.',
        heading: 'The heading.',
        message: 'The words below it.',
        'before-form': 'Above the form; empty unless you fill it.',
        'payment-icons': 'In place of the drawn plates: the artwork of each brand.',
        footer: 'In place of the line with the reminder.',
      },
    },
    parts: {
      title: 'Parts',
      body: 'For your style sheet, for example reader-support::part(heading) { font-style: italic }.',
      names: {
        root: 'The whole box.',
        heading: 'The heading.',
        message: 'The words below it.',
        notice: 'A tinted note: safety, a fault, a wait, a return.',
        frequency: 'The choice of rhythm.',
        'frequency-option': 'One rhythm.',
        amounts: 'The amounts of a rhythm.',
        amount: 'One amount, or Other.',
        field: 'The frame around an amount of the reader’s own.',
        input: 'What is typed into: amount, day, e-mail address.',
        currency: 'The choice of currency.',
        submit: 'The filled button.',
        terms: 'What will be charged, and when.',
        remind: 'The link to the reminder.',
        footer: 'The line at the end.',
        error: 'The line under a field that is wrong.',
        hide: '“Hide this” in the variant bar.',
        nudge: 'The line about once a year.',
        goal: 'The bar of a goal, with its words.',
      },
    },
    states: {
      title: 'States',
      body: 'The property state, and for your style sheet :state(…), for example reader-support:state(busy).',
      names: {
        loading: 'Nothing is decided yet. The property only.',
        form: 'The form.',
        invalid: 'The amount cannot be taken.',
        busy: 'The payment page is being opened.',
        offline: 'There was no answer; a link leads on, and Continue tries again.',
        limited: 'Too many tries: Continue counts down.',
        back: 'The reader came back from the payment page without paying.',
        reminder: 'The reminder is open.',
        inbox: 'The mail that confirms the reminder is on its way.',
        quiet: 'Nothing, or once after a payment one line of thanks.',
        closed: 'Nothing: the publisher takes no gifts at the moment.',
        fallback: 'No configuration came: your own link.',
        error: 'Together with invalid, offline and limited. In :state(…) only.',
      },
    },
    tokens: {
      title: 'Tokens',
      body: 'Set them on the element itself, not on a parent. Which colours can be read is measured on the theming page.',
      names: {
        '--rs-accent':
          'Button, links, what is chosen, the ring of focus. The button under the pointer and the ground of the chosen amount follow from it.',
        '--rs-on-accent': 'Words on the button.',
        '--rs-surface': 'The paper behind the box.',
        '--rs-font-text': 'Font of the heading and the words; inherit takes your article’s.',
        '--rs-font-ui': 'Font of the controls.',
        '--rs-radius': 'Corners of the controls.',
      },
    },
  },
};
