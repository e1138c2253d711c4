import { html } from '../../http/html.ts';
import { readExamples } from '../described.ts';
import { PROBLEMS, type ProblemCode } from '../problems.ts';
import { apiPage, part, type ApiPage } from './frame.ts';
import { exchange, marked, wordsIn } from './parts.ts';
import { apiTexts } from './texts.ts';

/** /docs/api/errors: three real ones, then every code with what to do about it. */
export function errorsPage(page: ApiPage): string {
  const texts = apiTexts(page.lang);
  const { problems } = wordsIn(page.lang);
  const examples = readExamples().filter(({ id }) => id === 'error');
  return apiPage(page, {
    title: texts.errorsTitle,
    lede: texts.errorsLede,
    main: [
      examples.map((example, i) => exchange(example, page.base, texts, `error-${i + 1}`)),
      (Object.keys(PROBLEMS) as ProblemCode[]).map((name) =>
        part(
          name,
          html`<code>${name}</code>`,
          html`<p class="use"><b>${texts.status}</b> ${PROBLEMS[name].join(', ')}</p>
            <p>${marked(problems[name].means)}</p>
            <p><b>${texts.cure}</b> ${marked(problems[name].cure)}</p>`,
        ),
      ),
    ],
  });
}
