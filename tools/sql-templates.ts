export type SqlTemplate = { text: string; line: number }

/**
 * The sql`…` templates of a TypeScript source, also those nested in a value of another. In `text` every value stands as "?"; a
 * nested template is a statement or fragment of its own.
 */
export function sqlTemplates(source: string): SqlTemplate[] {
  const found: SqlTemplate[] = []
  readCode(source, 0, undefined, found)
  return found
}

/** Reads code up to the closing character, or to the end; answers the position behind it. */
function readCode(source: string, start: number, closing: '}' | undefined, found: SqlTemplate[]): number {
  let depth = 0
  for (let at = start; at < source.length; ) {
    const character = source[at]
    if (closing && character === '}' && depth === 0) return at + 1
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (character === '`') at = readTemplate(source, at, found)
    else at = skipToken(source, at)
  }
  return source.length
}

function readTemplate(source: string, start: number, found: SqlTemplate[]): number {
  const isSql = /(^|[^\w.])sql(<[^`]*>)?\s*$/.test(source.slice(Math.max(0, start - 80), start))
  let text = ''
  let at = start + 1
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      at = readCode(source, at + 2, '}', found)
      text += '?'
    } else {
      if (source[at] === '\\') at += 1
      text += source[at]
      at += 1
    }
  }
  if (isSql) found.push({ text, line: source.slice(0, start).split('\n').length })
  return at + 1
}

/** Comments and strings may hold backticks and braces that mean nothing. */
function skipToken(source: string, at: number): number {
  const rest =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=(?:[(=,:!&|?{;\n]|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//y
  rest.lastIndex = at
  const token = rest.exec(source)
  return at + (token ? token[0].length : 1)
}
