import { ReaderSupport } from './element.ts';

// Two copies of the script on one page, or a reload by a page that swaps its body: the first one stays.
if (!customElements.get('reader-support')) customElements.define('reader-support', ReaderSupport);
