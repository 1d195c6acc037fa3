/** A person's browser: keeps cookies, follows nothing by itself. */

export type Browser = {
  get(url: string | URL): Promise<Response>
  call<T>(operation: string, input: object): Promise<{ status: number; body: T & { error?: { code: string } } }>
  cookies: Map<string, string>
}

export function aBrowser(baseUrl: string): Browser {
  const cookies = new Map<string, string>()
  const send = async (url: string | URL, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    get: (url) => send(url, { headers: { accept: 'text/html' } }),
    async call(operation, input) {
      const answer = await send(`${baseUrl}/api/call/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: baseUrl },
        body: JSON.stringify(input),
      })
      return { status: answer.status, body: await answer.json() }
    },
  }
}
