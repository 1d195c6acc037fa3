/** Reads the mails that arrive: headers, and the plain text of a body in one or several parts (RFC 5322, 2045–2047; UTF-8 only). */

export type MailMessage = { subject: string; messageId: string; from: string; to: string; text: string }

export function readMail(raw: Buffer): MailMessage {
  const { headers, body } = split(raw.toString('latin1'))
  const header = (name: string): string => decodeWords(headers.get(name) ?? '')
  return {
    subject: header('subject'),
    messageId: header('message-id'),
    from: header('from'),
    to: header('to'),
    text: plainText(headers, body),
  }
}

type Headers = Map<string, string>

/** Folded header lines are joined; names in lower case. */
function split(text: string): { headers: Headers; body: string } {
  const at = text.search(/\r?\n\r?\n/)
  const head = (at < 0 ? text : text.slice(0, at)).replace(/\r?\n[ \t]+/g, ' ')
  const headers: Headers = new Map()
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: at < 0 ? '' : text.slice(at).replace(/^(\r?\n){2}/, '') }
}

/** The first part of type text/plain, decoded; '' when there is none. */
function plainText(headers: Headers, body: string): string {
  const type = headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary === undefined) return /^text\/plain/i.test(type) ? decodeBody(body, headers) : ''
  for (const part of body.split(`--${boundary}`).slice(1)) {
    const inner = split(part.replace(/^\r?\n/, ''))
    const text = plainText(inner.headers, inner.body)
    if (text !== '') return text
  }
  return ''
}

function decodeBody(body: string, headers: Headers): string {
  const encoding = (headers.get('content-transfer-encoding') ?? '7bit').toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8').trim()
  const bytes = encoding === 'quoted-printable' ? unquote(body.replace(/=\r?\n/g, '')) : body
  return Buffer.from(bytes, 'latin1').toString('utf8').trim()
}

const unquote = (text: string): string =>
  text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`, alone or several in a row. */
function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/(=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (run) => {
    const bytes = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, kind = '', word = '']) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : Buffer.from(unquote(word.replaceAll('_', ' ')), 'latin1'),
    )
    return Buffer.concat(bytes).toString('utf8')
  })
}
