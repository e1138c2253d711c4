/** Signs in at a running service with a finance key, as its page does; returns the session's cookie. */
export async function financeSession(url: string, key: string): Promise<string> {
  const page = await fetch(`${url}/finance/sign-in`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const answer = await fetch(`${url}/finance/sign-in`, {
    method: 'POST',
    headers: { Cookie: page.headers.get('set-cookie')?.split(';')[0] ?? '' },
    body: new URLSearchParams({ csrf, key }),
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`the sign-in answered ${answer.status}`);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
