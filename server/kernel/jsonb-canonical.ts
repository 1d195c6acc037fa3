/** From the text of a jsonb value to its canonical form (RFC 8785) without making the value: PostgreSQL writes almost the same already. */
import { canonicalJson } from './log-entry.ts'

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, COLON] = [123, 125, 91, 93, 44, 58] as const
/** Whole numbers that JavaScript writes as PostgreSQL does. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/

/**
 * jsonb differs in its spaces, in the order of keys (by length first) and in some numbers. Spaces are left out here; at the first key
 * out of order or number that may be written otherwise the value is made after all. Strings are escaped alike in both.
 */
export function canonicalJsonb(text: string): string {
  return withoutSpaces(text) ?? canonicalJson(JSON.parse(text))
}

function withoutSpaces(text: string): string | undefined {
  const lastKeys: string[] = []
  const isObject: boolean[] = []
  let canonical = ''
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      const literal = text.slice(at, end)
      // A string is a key where a colon follows.
      if (isObject.at(-1) && text.charCodeAt(end) === COLON) {
        const last = lastKeys.at(-1) ?? ''
        // Escapes could make the order of the literals another one than that of the keys.
        if (last !== '' && !(last < literal && isPlain(last) && isPlain(literal))) return undefined
        lastKeys[lastKeys.length - 1] = literal
      }
      canonical += literal
      at = end
      continue
    }
    at += 1
    if (code === SPACE) continue
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      isObject.push(code === OPEN_BRACE)
      lastKeys.push('')
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      isObject.pop()
      lastKeys.pop()
    } else if (code !== COMMA && code !== COLON) {
      const end = endOfWord(text, at)
      const word = text.slice(at - 1, end)
      if (word !== 'true' && word !== 'false' && word !== 'null' && !PLAIN_NUMBER.test(word)) return undefined
      canonical += word
      at = end
      continue
    }
    canonical += String.fromCharCode(code)
  }
  return canonical
}

/** Letters, digits and the like: what sorts the same with and without its quotes. The closing quote sorts below all of them. */
const isPlain = (literal: string): boolean => /^"[\w.:-]*"$/.test(literal)

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1
  while (text.charCodeAt(before) === BACKSLASH) before -= 1
  return (quote - before) % 2 === 0
}

function endOfWord(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code === SPACE) break
    end += 1
  }
  return end
}
